import { resolveFleet } from '../resolve/fleet.ts'
import { fleetSizes } from '../resolve/fleet-sizes.ts'
import { error, type Finding } from '../spec/finding.ts'
import type { Fleet } from './fleet.ts'

/** Each type of a fleet that is sold may have nodes of both kinds, on demand and spot: EKS takes no group of none. */
export function checkNodeGroups({ clusters }: Fleet): Finding[] {
  return clusters.flatMap(({ file, spec }) => {
    if (spec.kind !== 'regional') return []
    const fleet = resolveFleet(spec.nodeGroups)
    const whole = new Set([...fleetSizes(fleet), ...fleet.off].map(({ type }) => type))
    return (['cpu', 'gpu'] as const).flatMap((nodeClass) => {
      const { max, types } = spec.nodeGroups[nodeClass]
      const short = types.filter((type) => !whole.has(type))
      if (short.length === 0) return []
      return [
        error(
          'node-groups',
          file,
          `nodeGroups.${nodeClass}.max`,
          `${max} nodes over ${types.length} types leave no on-demand or no spot node for ${short.join(', ')}`,
          'raise max, or name fewer types',
        ),
      ]
    })
  })
}
