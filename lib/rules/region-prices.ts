import { cacheNodeNames, databaseInstanceNames } from '../catalog/data-instances.ts'
import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { type PriceName, prices } from '../catalog/prices.ts'
import { missingPrices } from '../catalog/region-prices.ts'
import { error, type Finding } from '../findings/finding.ts'
import type { CompleteClusterSpec } from '../spec/index.ts'
import type { Fleet } from './fleet.ts'

/** Type of the hub's nodes, as the cost model counts them. */
const hubType: InstanceTypeName = 'c5.2xlarge'

/** A region in use has every price that its bill is reckoned with: a sum without one would be wrong in silence. */
export function checkRegionPrices({ clusters }: Fleet): Finding[] {
  return clusters.flatMap(({ file, spec }) => {
    if (spec.kind === 'local') return []
    const missing = [...new Set(missingPrices(pricedIn(spec), spec.region))]
    if (missing.length === 0) return []
    return [error('region-prices', { file, field: 'region' }, { region: spec.region, missing })]
  })
}

function pricedIn(spec: Exclude<CompleteClusterSpec, { kind: 'local' }>) {
  const listed = Object.keys(prices) as PriceName[]
  if (spec.kind === 'hub') return [...listed, hubType]
  const { cpu, gpu } = spec.nodeGroups
  const types = [...cpu.types, ...gpu.types].filter((type) => instanceType(type).sold)
  return [...listed, ...types, ...databaseInstanceNames, ...cacheNodeNames]
}
