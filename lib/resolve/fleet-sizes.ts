import type { Capacity, ResolvedFleet, ResolvedNodeGroup } from './fleet.ts'

type Size = Pick<ResolvedNodeGroup, 'min' | 'desired' | 'max'>

/** The two groups of one instance type, as one claim of the hub makes them. */
export interface ResolvedFleetSize
  extends Omit<ResolvedNodeGroup, 'capacity' | 'min' | 'desired' | 'max' | 'name'> {
  /** `c5-2xlarge`. */
  readonly name: string
  readonly onDemand: Size
  readonly spot: Size
}

/** A fleet by instance type, in its order; a type that lacks one of its groups is left out, and a rule reports it. */
export function fleetSizes({ groups }: ResolvedFleet): ResolvedFleetSize[] {
  const of = (type: ResolvedNodeGroup['type'], capacity: Capacity) =>
    groups.find((group) => group.type === type && group.capacity === capacity)
  return [...new Set(groups.map(({ type }) => type))].flatMap((type) => {
    const onDemand = of(type, 'on-demand')
    const spot = of(type, 'spot')
    if (!onDemand || !spot) return []
    const { capacity: _, min: _min, desired: _desired, max: _max, ...shared } = onDemand
    return [{ ...shared, name: type.replace('.', '-'), onDemand: sizeOf(onDemand), spot: sizeOf(spot) }]
  })
}

function sizeOf({ min, desired, max }: ResolvedNodeGroup): Size {
  return { min, desired, max }
}
