import type { CompleteTenantSpec } from '../spec/index.ts'
import { closedNotice } from './access.ts'
import type { ResolvedStorage } from './data-types.ts'
import { resolveGateway } from './model-gateway.ts'
import { resolveFlows } from './network.ts'
import type { Placement } from './placement.ts'
import { gitOpsOf, resolveTenant } from './tenant.ts'
import type { ResolvedTenant } from './types.ts'

/**
 * A tenant in the form that a cluster holds. A standby has no running pods. Its quota, volumes, secrets, policies and
 * routes have full scale. Its only Job fills its volume in this region with its models.
 */
export function resolvePlaced(spec: CompleteTenantSpec, { cluster, home, role }: Placement): ResolvedTenant {
  if (role === 'serving') {
    const tenant = resolveTenant(spec, cluster)
    return home === 'here'
      ? tenant
      : { ...tenant, home, ...certified(tenant, 'issuer'), ...claimed(tenant, 'promoted') }
  }
  // Nothing of a tenant runs while it is suspended: a standby is resolved as one.
  const suspended = { ...spec, state: 'suspended' } as const
  const idle = resolveTenant(suspended, cluster)
  // It has no pods here, as other workloads of a standby.
  const gateway = spec.state === 'active' ? resolveGateway(spec, cluster, idle.ollama) : undefined
  const { access } = certified(idle, home === 'here' ? 'issuer' : 'copy')
  const closed = closedNotice(spec, 'is served from another region', 'Please try again in a minute, or ask')
  return {
    ...idle,
    state: 'standby',
    gitOps: gitOpsOf(spec),
    storage: prepared(spec, idle.storage),
    flows: resolveFlows(suspended, cluster, spec.state === 'active'),
    home,
    ...claimed(idle, home === 'here' ? 'handed-over' : 'standby'),
    ...(gateway ? { gateway } : {}),
    ...(access ? { access: { ...access, closed } } : {}),
  }
}

/** A tenant that would not run after a failover needs no models. */
function prepared({ state }: CompleteTenantSpec, storage: ResolvedStorage): ResolvedStorage {
  const { fill: _, ...rest } = storage
  return state === 'active' ? storage : rest
}

/** With a certificate of its own or a copy of the home's; while another region serves, none is copied from here. */
function certified({ access }: ResolvedTenant, from: 'issuer' | 'copy'): Pick<ResolvedTenant, 'access'> {
  if (!access?.certificate) return access ? { access } : {}
  const { hosts, issuer } = access.certificate
  return { access: { ...access, certificate: { from, hosts, issuer } } }
}

function claimed(
  { claims }: ResolvedTenant,
  replication: NonNullable<ResolvedTenant['claims']>['replication'],
): Pick<ResolvedTenant, 'claims'> {
  return claims ? { claims: { ...claims, replication } } : {}
}
