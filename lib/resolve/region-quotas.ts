import { instanceType } from '../catalog/instances.ts'
import { quotaCodes } from '../catalog/quota-codes.ts'
import type { ResolvedFleet } from './fleet.ts'

/** A quota that a region needs, and how high. */
export interface ResolvedQuotaRaise {
  /** `gpu-spot`. */
  readonly name: string
  readonly service: string
  readonly code: string
  /** In the quota's unit. */
  readonly value: number
}

/** Quotas with which the whole fleet of a region can run at once; pure. */
export function resolveQuotaRaises({ groups }: ResolvedFleet): ResolvedQuotaRaise[] {
  const classes = ['cpu', 'gpu'] as const
  const capacities = ['on-demand', 'spot'] as const
  return classes.flatMap((nodeClass) =>
    capacities.flatMap((capacity) => {
      const value = groups
        .filter((group) => group.nodeClass === nodeClass && group.capacity === capacity)
        .reduce((sum, { type, max }) => sum + (instanceType(type).cpuMillis / 1000) * max, 0)
      const { service, code } = quotaCodes[nodeClass][capacity]
      return value === 0 ? [] : [{ name: `${nodeClass}-${capacity}`, service, code, value }]
    }),
  )
}
