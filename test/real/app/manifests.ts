import { chmodSync, chownSync, cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { dataScripts } from '../../../charts/kit/database/scripts.ts'
import { allScripts } from '../../../charts/platform/data/scripts.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { scriptData } from '../../../lib/kube/script.ts'
import type { PodSpec } from '../../../lib/kube/types/kubernetes.ts'
import { tenantManifests } from '../../../lib/pipeline/units.ts'
import { resolveCluster } from '../../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../../lib/resolve/tenant.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { completeTenant } from '../../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../../lib/spec/index.ts'
import { models, work } from './images.ts'

/** A tenant's objects as synthesis writes them into dist, and folders for its volumes. */
export interface Manifests {
  readonly resolved: ResolvedTenant
  /** The object of a kind whose name is this or begins with it and a hyphen; throws when there is none. */
  object(kind: string, begins: string): KubeObject
  /** The pod of a Deployment or a Job. */
  pod(kind: string, begins: string): PodSpec
  /** Files of a ConfigMap. */
  configMap(name: string): Readonly<Record<string, string>>
  /** Folder of a volume claim; that of models has the made-up ones. */
  claim(name: string): string
  /** Deletes what volumes hold. */
  remove(): void
}

/** Draws a tenant. */
export function manifestsOf(spec: TenantSpec, cluster: CompleteTenantClusterSpec): Manifests {
  const resolved = resolveTenant(completeTenant(spec), cluster)
  const objects = tenantManifests(resolved, resolveCluster(cluster)).flatMap(({ objects: all }) => all)
  const claims = join(work, `${resolved.id}-claims`)
  const object = (kind: string, begins: string): KubeObject => {
    const found = objects.find(
      ({ kind: its, metadata: { name } }) =>
        its === kind && (name === begins || name.startsWith(`${begins}-`)),
    )
    if (!found) throw new Error(`dist has no ${kind} ${begins}`)
    return found
  }
  return {
    resolved,
    object,
    pod: (kind, begins) => (object(kind, begins)['spec'] as { template: { spec: PodSpec } }).template.spec,
    configMap: (name) =>
      name === dataScripts
        ? scriptData(allScripts)
        : (object('ConfigMap', name)['data'] as Record<string, string>),
    claim: (name) => {
      const folder = join(claims, name)
      mkdirSync(folder, { recursive: true })
      if (name.includes('models')) cpSync(models, folder, { recursive: true })
      chmodSync(folder, 0o777)
      chownSync(folder, 10_002, 10_002)
      return folder
    },
    remove: () => rmSync(claims, { recursive: true, force: true }),
  }
}
