import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { type Basis, instancePriceIn, priceIn } from '../catalog/region-prices.ts'
import type { AwsRegion } from '../catalog/regions.ts'
import { freeDiskMibps, rootDiskMibps } from '../catalog/throughput.ts'
import { resolveFleet } from '../resolve/fleet.ts'
import type { CompleteRegionalSpec } from '../spec/index.ts'
import type { Assumptions } from './assumptions.ts'

/** Requests of pods, averaged over a month: cores and bytes. */
export interface AverageNeed {
  readonly cpuMillis: number
  readonly memoryBytes: number
}

/** A node's month, mixed from on-demand and spot. */
export interface NodePrice {
  readonly type: InstanceTypeName
  /** Share of the group that is never spot. */
  readonly onDemandPercent: number
  /** On demand, its root disk included. USD an hour. */
  readonly onDemandUsdPerHour: number
  /** Spot, its root disk included. USD an hour. */
  readonly spotUsdPerHour: number
  /** In the shares of the group. USD an hour. */
  readonly mixedUsdPerHour: number
  /** The part of `mixedUsdPerHour` that is spot at the assumed price, which no list holds. USD an hour. */
  readonly mixedSpotUsdPerHour: number
  readonly basis: Basis
}

/** Settings of a cluster's file for the nodes of a class, with an assumed disk where no node of the class is resolved. */
export interface NodeTerms {
  readonly onDemandPercent: number
  readonly rootDiskGiB?: number
  /** Throughput of the root disk that AWS charges for, MiB/s. Default: none. */
  readonly chargedDiskMibps?: number
}

/** The terms of a class of nodes. */
export function nodeTerms(spec: CompleteRegionalSpec['nodeGroups'], nodeClass: 'cpu' | 'gpu'): NodeTerms {
  const disk = resolveFleet(spec).groups.find((one) => one.nodeClass === nodeClass)?.rootDiskGiB
  return {
    onDemandPercent: spec[nodeClass].onDemandPercent,
    ...(disk === undefined ? {} : { rootDiskGiB: disk }),
    // CPU nodes read models from their root disk.
    chargedDiskMibps: nodeClass === 'cpu' ? rootDiskMibps - freeDiskMibps : 0,
  }
}

/** Prices a node of a type in a region. */
export function nodePrice(
  type: InstanceTypeName,
  region: AwsRegion,
  assume: Assumptions,
  { chargedDiskMibps = 0, onDemandPercent, rootDiskGiB = assume.rootDiskGiB }: NodeTerms,
): NodePrice {
  const { usd: usdPerHour, basis } = instancePriceIn(type, region)
  const disk =
    (rootDiskGiB * priceIn('ebs.gp3', region).usd +
      chargedDiskMibps * priceIn('ebs.gp3-throughput', region).usd) /
    assume.hoursPerMonth
  const spot = (usdPerHour * assume.spotPricePercent) / 100
  const share = onDemandPercent / 100
  const onDemand = usdPerHour * (1 - assume.onDemandDiscountPercent / 100)
  return {
    type,
    onDemandPercent,
    onDemandUsdPerHour: onDemand + disk,
    spotUsdPerHour: spot + disk,
    mixedUsdPerHour: share * onDemand + (1 - share) * spot + disk,
    mixedSpotUsdPerHour: (1 - share) * spot,
    basis,
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

/** Cost of so many whole nodes an hour, and its spot part: the on-demand part rounds up, as Auto Scaling groups do. */
export function wholeNodesUsdPerHour(
  nodes: number,
  price: NodePrice,
): { readonly usd: number; readonly spotUsd: number } {
  const onDemand = Math.ceil((nodes * price.onDemandPercent) / 100)
  const spot = nodes - onDemand
  const eachSpot = price.mixedSpotUsdPerHour / (1 - price.onDemandPercent / 100)
  return {
    usd: onDemand * price.onDemandUsdPerHour + spot * price.spotUsdPerHour,
    spotUsd: spot === 0 ? 0 : spot * eachSpot,
  }
}
