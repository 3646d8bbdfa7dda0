import type { PriceName } from '../catalog/prices.ts'
import { type Basis, priceIn } from '../catalog/region-prices.ts'
import type { AwsRegion } from '../catalog/regions.ts'

/** Purpose of a line; the first eight are the budget's lines. */
export type Service =
  | 'eks'
  | 'cpu'
  | 'gpu'
  | 'rds'
  | 'efs'
  | 'elasticache'
  | 'load-balancing'
  | 'transfer'
  | 'network'
  | 's3'
  | 'secrets'
  | 'keys'
  | 'logs'
  | 'dns'

/** Every service, in the order of tables. */
export const services: readonly Service[] = [
  'eks',
  'cpu',
  'gpu',
  'rds',
  'efs',
  'elasticache',
  'load-balancing',
  'transfer',
  'network',
  's3',
  'secrets',
  'keys',
  'logs',
  'dns',
]

/** By what a shared line is split over the tenants that share it. */
export type ShareKey =
  /** Users at the same time at the busiest hour; none while suspended. */
  | 'users'
  /** CONNECTION LIMITs in the cell's database. */
  | 'connections'
  /** Promised GiB of the cell's database. */
  | 'database-gib'
  /** One part each. */
  | 'equal'

/** Payer of a line. */
export type Payer =
  | { readonly kind: 'tenant'; readonly id: string }
  | { readonly kind: 'shared'; readonly by: ShareKey; readonly among: string }
  /** Room that nobody uses: the rest of the last node. */
  | { readonly kind: 'nobody' }

/** The spec field that a line follows. */
export interface Driver {
  readonly file: string
  readonly field: string
}

/** One line of a month's bill: `quantity` × `usdPerUnit`. */
export interface CostLine {
  readonly service: Service
  readonly cluster: string
  readonly cell?: string
  /** Region that bills it; a replica's is not its cell's. */
  readonly region: AwsRegion
  readonly payer: Payer
  readonly item: string
  readonly quantity: number
  readonly unit: string
  readonly usdPerUnit: number
  readonly usdPerMonth: number
  /** Part of it that is no list price: spot instances at an assumed share of the on-demand price. */
  readonly spotUsdPerMonth?: number
  readonly driver: Driver
  /** Of the list price, on which the spot part is reckoned too. */
  readonly basis: Basis
}

/** Cluster, cell or group of a line: common to all lines of one scope. */
export interface CostScope {
  readonly cluster: string
  readonly cell?: string
  readonly region: AwsRegion
  readonly payer: Payer
}

/** A line at a list price. */
export function priced(
  scope: CostScope,
  service: Service,
  name: PriceName,
  item: string,
  quantity: number,
  driver: Driver,
  times = 1,
): CostLine {
  const { usd, per, basis } = priceIn(name, scope.region)
  return line(scope, service, item, quantity, per, usd * times, driver, basis)
}

/** A line at a price of its own; `spotUsdPerUnit` is the part of the price that is assumed for spot. */
export function line(
  scope: CostScope,
  service: Service,
  item: string,
  quantity: number,
  unit: string,
  usdPerUnit: number,
  driver: Driver,
  basis: Basis,
  spotUsdPerUnit = 0,
): CostLine {
  return {
    service,
    ...scope,
    item,
    quantity,
    unit,
    usdPerUnit,
    usdPerMonth: quantity * usdPerUnit,
    ...(spotUsdPerUnit === 0 ? {} : { spotUsdPerMonth: quantity * spotUsdPerUnit }),
    driver,
    basis,
  }
}

/** The part of some lines that is spot at an assumed price, USD a month. */
export function spotTotal(lines: readonly Pick<CostLine, 'spotUsdPerMonth'>[]): number {
  return lines.reduce((sum, one) => sum + (one.spotUsdPerMonth ?? 0), 0)
}

/** The sum of some lines, USD a month. */
export function total(lines: readonly Pick<CostLine, 'usdPerMonth'>[]): number {
  return lines.reduce((sum, one) => sum + one.usdPerMonth, 0)
}
