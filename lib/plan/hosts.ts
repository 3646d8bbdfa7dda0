import { whereOf } from './fold.ts'
import type { ObjectChange } from './objects.ts'
import type { HostChange } from './report.ts'

/** A host name that one side of a changed object answers for. */
export interface ServedHost {
  readonly side: 'before' | 'after'
  readonly host: string
  readonly cluster: string
  readonly tenant?: string
}

/** Host names of a change of what the ingress controller reads. */
export function servedHosts({ kind, before, after, ...unit }: ObjectChange): ServedHost[] {
  if (kind !== 'k8s.nginx.org/VirtualServer') return []
  const { cluster, tenant } = unit
  const of = (side: ServedHost['side'], object: ObjectChange['after']): ServedHost[] => {
    const { host } = (object?.['spec'] ?? {}) as { host?: unknown }
    return typeof host === 'string'
      ? [{ side, host, cluster, ...(tenant === undefined ? {} : { tenant }) }]
      : []
  }
  return [...of('before', before), ...of('after', after)]
}

/**
 * Host names that nobody answers for any more, new ones, and those that another tenant answers for. One that another
 * cluster takes over for the same tenant is none of them.
 */
export function hostChanges(served: readonly ServedHost[]): HostChange[] {
  const only = (side: ServedHost['side'], change: HostChange['change']): HostChange[] => {
    const others = new Set(served.filter((one) => one.side !== side).map(({ host }) => host))
    return served
      .filter((one) => one.side === side && !others.has(one.host))
      .map((one) => ({ change, host: one.host, ...whereOf(one) }))
  }
  return [...only('before', 'gone'), ...only('after', 'new'), ...taken(served)]
}

/** Host names that a side without them before answers for now, in place of another tenant or of the platform. */
function taken(served: readonly ServedHost[]): HostChange[] {
  const owners = (side: ServedHost['side'], host: string) =>
    served.filter((one) => one.side === side && one.host === host).map(({ tenant }) => tenant)
  return served
    .filter(({ side }) => side === 'after')
    .filter(({ host, tenant }) => {
      const before = owners('before', host)
      return before.length > 0 && !before.includes(tenant)
    })
    .map((one) => ({ change: 'taken' as const, host: one.host, ...whereOf(one) }))
}
