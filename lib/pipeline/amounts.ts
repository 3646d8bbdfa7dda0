import { type Amounts, amountsOf, rememberAmounts } from '../rules/amounts.ts'
import { cellClusters } from '../rules/fleet.ts'
import type { LoadResult, SpecCache } from './load.ts'

/**
 * Rules sum the amounts of all tenants, and resolve each one for that. The cache supplies results of an earlier run of
 * the same code on the same files. The returned function writes the new results to the cache; call it when the specs
 * have passed.
 */
export function recallAmounts({ tenants, clusters }: LoadResult, cache: SpecCache): () => void {
  const cells = cellClusters({ clusters })
  const unknown = tenants.flatMap(({ spec, hash }) => {
    const cluster = cells.get(spec.cell)
    if (!cluster) return []
    const key = `amounts ${hash} ${cluster.hash}`
    const found = cache.get(key)
    if (found === undefined) return [{ key, spec, cluster: cluster.spec }]
    rememberAmounts(spec, cluster.spec, found as Amounts)
    return []
  })
  return () => {
    for (const { key, spec, cluster } of unknown) cache.set(key, amountsOf(spec, cluster))
  }
}
