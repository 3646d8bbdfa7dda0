import type { KubeObject } from '../../../lib/kube/object.ts'
import { tenantManifests } from '../../../lib/pipeline/units.ts'
import { resolveCluster } from '../../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../../lib/resolve/tenant.ts'
import { completeTenant } from '../../../lib/spec/complete.ts'
import type { TenantSpec } from '../../../lib/spec/index.ts'
import { cluster } from '../../support/arbitrary.ts'
import { plain } from '../../support/fleet.ts'

/** A premium tenant whose GPU server scales to zero, and the objects that synthesis draws for it. */
export function sleeper(id: string) {
  const spec = { ...plain, id, tier: 'premium', models: ['llama3:70b'] } as TenantSpec
  const tenant = resolveTenant(completeTenant(spec), cluster)
  const objects = tenantManifests(tenant, resolveCluster(cluster)).flatMap((one) => one.objects)
  const { gateway } = tenant
  if (!gateway) throw new Error(`${id} has no gateway`)
  return { tenant, gateway, objects }
}

/** One object among those of a tenant. @throws when there is none */
export function pick(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.find((one) => one.kind === kind && one.metadata.name === name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}

/** Environment of a container of the gateway, as dist has it. */
export function gatewayEnvironment(
  objects: readonly KubeObject[],
  container: string,
): Record<string, string> {
  const { spec } = pick(objects, 'Deployment', 'model-gateway') as unknown as {
    spec: { template: { spec: { containers: { name: string; env: { name: string; value: string }[] }[] } } }
  }
  const found = spec.template.spec.containers.find(({ name }) => name === container)
  return Object.fromEntries((found?.env ?? []).map(({ name, value }) => [name, value]))
}
