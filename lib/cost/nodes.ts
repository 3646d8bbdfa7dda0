import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { type Basis, instanceBasis, type PriceRegion, priceIn } from '../catalog/prices.ts'
import type { Assumptions } from './assumptions.ts'

/** What pods ask for on average over a month: cores and bytes. */
export interface AverageNeed {
  readonly cpuMillis: number
  readonly memoryBytes: number
}

/** A node's month, mixed from on-demand and spot. */
export interface NodePrice {
  readonly type: InstanceTypeName
  /** On demand, its root disk included. USD an hour. */
  readonly onDemandUsdPerHour: number
  /** Spot, its root disk included. USD an hour. */
  readonly spotUsdPerHour: number
  /** In the shares of the group. USD an hour. */
  readonly mixedUsdPerHour: number
  readonly basis: Basis
}

/** Prices a node of a type in a region. */
export function nodePrice(type: InstanceTypeName, region: PriceRegion, assume: Assumptions): NodePrice {
  const { usdPerHour } = instanceType(type)
  const disk = (assume.rootDiskGiB * priceIn('ebs.gp3', region).usd) / assume.hoursPerMonth
  const spot = (usdPerHour * assume.spotPricePercent) / 100
  const share = assume.onDemandPercent / 100
  const onDemand = usdPerHour * (1 - assume.onDemandDiscountPercent / 100)
  return {
    type,
    onDemandUsdPerHour: onDemand + disk,
    spotUsdPerHour: spot + disk,
    mixedUsdPerHour: share * onDemand + (1 - share) * spot + disk,
    basis: instanceBasis(type, region),
  }
}

/** The sold type that gives a core for the least; CPU nodes are counted in it, for all sizes of c5 cost alike. */
export function referenceType(types: readonly InstanceTypeName[]): InstanceTypeName | undefined {
  const perCore = (type: InstanceTypeName) => instanceType(type).usdPerHour / instanceType(type).cpuMillis
  return types
    .filter((type) => instanceType(type).sold)
    .sort((a, b) => perCore(a) - perCore(b) || instanceType(a).cpuMillis - instanceType(b).cpuMillis)[0]
}

/** The part of a node that a need fills, by the scarcer of CPU and memory; more than 1 is more than a node. */
export function nodeShare(need: AverageNeed, type: InstanceTypeName, assume: Assumptions): number {
  const { allocatable } = instanceType(type)
  const scarcer = Math.max(need.cpuMillis / allocatable.cpuMillis, need.memoryBytes / allocatable.memoryBytes)
  return scarcer / (assume.packingPercent / 100)
}

/** What so many whole nodes cost an hour: the on-demand part rounds up, as Auto Scaling groups do. */
export function wholeNodesUsdPerHour(nodes: number, price: NodePrice, assume: Assumptions): number {
  const onDemand = Math.ceil((nodes * assume.onDemandPercent) / 100)
  return onDemand * price.onDemandUsdPerHour + (nodes - onDemand) * price.spotUsdPerHour
}
