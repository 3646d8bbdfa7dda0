import { join } from 'node:path'
import type { Manifest } from '../kube/object.ts'
import { resolveCluster } from '../resolve/cluster.ts'
import { resolveTenant } from '../resolve/tenant.ts'
import { checkFleet } from '../rules/index.ts'
import type { Finding } from '../spec/finding.ts'
import type { TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import { verifyCluster, verifyTenant } from '../verify/index.ts'
import { madeBy } from '../verify/references/made.ts'
import { openStage, type StageResult } from '../write/stage.ts'
import { emitYaml } from '../write/yaml.ts'
import { type Loaded, loadSpecs } from './load.ts'
import { clusterManifests, tenantManifests } from './units.ts'

/** First line of every file of dist. */
const header = '# Made by `npm run synth` from tenants/ and clusters/. Do not edit.\n'

export interface SynthOptions {
  /** Folder with `tenants/` and `clusters/`. */
  readonly root: string
  /** Folder to fill; `dist` below the root unless given. */
  readonly out?: string
  /** False: everything but the writing. */
  readonly write?: boolean
  /** False: make and verify every unit again. */
  readonly cache?: boolean
  readonly onProgress?: (done: number, total: number) => void
}

/** What a cluster came to. */
export interface ClusterSummary {
  readonly name: string
  readonly tenants: number
  readonly files: number
  readonly objects: number
}

export interface SynthResult extends StageResult {
  /** Any error among them means that nothing was written. */
  readonly findings: readonly Finding[]
  readonly clusters: readonly ClusterSummary[]
}

/** Load, check, resolve, draw, verify, write. Nothing is written unless everything holds. */
export async function synth(options: SynthOptions): Promise<SynthResult> {
  const { tenants, clusters, findings } = await loadSpecs(options.root)
  const out = options.out ?? join(options.root, 'dist')
  const all: Finding[] = [...findings]
  const nothing = { written: [], removed: [], unchanged: 0 }
  all.push(...checkFleet({ tenants, clusters }))
  if (hasErrors(all)) return { findings: all, clusters: [], ...nothing }

  const stage = openStage(out)
  try {
    const summaries: ClusterSummary[] = []
    let done = 0
    const put = (manifests: readonly Manifest[]): void => {
      for (const manifest of manifests) {
        stage.put(manifest.path, header + emitYaml(manifest.objects))
      }
    }
    for (const { spec } of clusters) {
      const cluster = resolveCluster(spec)
      const shared = clusterManifests(cluster)
      all.push(...verifyCluster(shared))
      put(shared)
      const made = madeBy(shared)
      const count = counter(shared)
      const members = spec.kind === 'hub' ? [] : membersOf(spec, tenants)
      for (const member of members) {
        const tenant = resolveTenant(member.spec, spec as TenantClusterSpec)
        const own = tenantManifests(tenant, cluster)
        all.push(...verifyTenant(own, tenant, cluster, made))
        put(own)
        count.add(own)
        done += 1
        options.onProgress?.(done, tenants.length)
      }
      summaries.push({ name: cluster.name, tenants: members.length, ...count.total() })
    }
    if (options.write === false || hasErrors(all)) {
      stage.abort()
      return { findings: all, clusters: summaries, ...nothing }
    }
    return { findings: all, clusters: summaries, ...stage.commit(() => true) }
  } catch (cause) {
    stage.abort()
    throw cause
  }
}

function membersOf(cluster: TenantClusterSpec, tenants: readonly Loaded<TenantSpec>[]): Loaded<TenantSpec>[] {
  return tenants.filter(({ spec }) => Object.hasOwn(cluster.cells, spec.cell))
}

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'error')
}

function counter(first: readonly Manifest[]) {
  let files = 0
  let objects = 0
  const add = (made: readonly Manifest[]): void => {
    files += made.length
    for (const manifest of made) objects += manifest.objects.length
  }
  add(first)
  return { add, total: () => ({ files, objects }) }
}
