import type { CacheNodeName, DatabaseInstanceName } from '../data-instances.ts'
import type { InstanceTypeName } from '../instances.ts'
import type { PriceName } from '../prices.ts'
import type { Zone } from '../zones.ts'

/** A thing with a price: a line of prices.ts, or an instance type by its name. */
export type PricedName = PriceName | InstanceTypeName | DatabaseInstanceName | CacheNodeName

/** Source of a region's prices. A missing price is an error of `synth`. */
export type RegionPrices =
  /** The lists of prices.ts, instances.ts and data-instances.ts are the region's own. */
  | { readonly list: 'own' }
  /** The same lists are taken over, and every figure is called assumed but those of the types that a source states. */
  | { readonly list: 'taken over'; readonly statedFor: readonly PricedName[] }
  /** On demand, in US dollars and the units of those lists, as one source states them for the region. */
  | {
      readonly list: 'in this file'
      readonly usd: Readonly<Partial<Record<PricedName, number>>>
      /** When the source was current. */
      readonly date: string
      readonly source: string
    }

/** Everything that Paddock has to know of a region of AWS. */
export interface RegionData {
  /** Part of the world by which tenants are promised where their data is: `us`, `eu` … */
  readonly area: string
  /**
   * Ids of three zones. A zone's name, `us-east-1a`, means another place in each account; its id does not.
   *
   * @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
   */
  readonly zoneIds: Readonly<Record<Zone, string>>
  readonly prices: RegionPrices
}
