import {
  type CacheNodeName,
  cacheNodes,
  type DatabaseInstanceName,
  databaseInstances,
} from './data-instances.ts'
import { type InstanceTypeName, instanceTypes } from './instances.ts'
import { type PriceName, prices } from './prices.ts'
import type { PricedName, RegionPrices } from './regions/region.ts'
import { type AwsRegion, regionData } from './regions.ts'

/** How far a figure can be trusted. */
export type Basis =
  /** The source states it for the region. */
  | 'stated'
  /** Stated for another region and taken over. */
  | 'assumed'
  /** General knowledge; no source could be read. */
  | 'unverified'

/** A list price in a region. */
export interface RegionPrice {
  readonly usd: number
  /** The unit: `hour`, `GB`, `GB-month` … */
  readonly per: string
  readonly basis: Basis
}

/** An instance type of EC2, RDS or ElastiCache. */
export type InstanceName = InstanceTypeName | DatabaseInstanceName | CacheNodeName

/**
 * The list price in a region.
 *
 * @throws when the region's file has none, which the rule on prices reports before anything is reckoned
 */
export function priceIn(name: PriceName, region: AwsRegion): RegionPrice {
  const { usd, per, basis } = prices[name]
  const found = figureIn(name, region, usd)
  return { per, ...found, basis: found.basis === 'stated' ? basis : found.basis }
}

/** The hour of an instance, on demand: of RDS in one zone, of ElastiCache under Redis OSS. @throws as {@link priceIn} */
export function instancePriceIn(name: InstanceName, region: AwsRegion): RegionPrice {
  const { usdPerHour } = { ...instanceTypes, ...databaseInstances, ...cacheNodes }[name]
  return { per: 'hour', ...figureIn(name, region, usdPerHour) }
}

/** Names without a price in a region. */
export function missingPrices(names: readonly PricedName[], region: AwsRegion): PricedName[] {
  const from: RegionPrices = regionData(region).prices
  return from.list === 'in this file' ? names.filter((name) => from.usd[name] === undefined) : []
}

function figureIn(name: PricedName, region: AwsRegion, listed: number): { usd: number; basis: Basis } {
  const from: RegionPrices = regionData(region).prices
  switch (from.list) {
    case 'own':
      return { usd: listed, basis: 'stated' }
    case 'taken over':
      return { usd: listed, basis: from.statedFor.includes(name) ? 'stated' : 'assumed' }
    case 'in this file': {
      const usd = from.usd[name]
      if (usd === undefined) throw new Error(`lib/catalog/regions/${region}.ts has no price of ${name}`)
      return { usd, basis: 'stated' }
    }
  }
}
