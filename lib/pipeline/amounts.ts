import { type Amounts, amountsOf, rememberAmounts } from '../rules/amounts.ts'
import { cellClusters } from '../rules/fleet.ts'
import type { LoadResult, SpecCache } from './load.ts'

/**
 * Rules add up what all tenants take, and for that resolve each one. What an earlier run computed of the same files by
 * the same code is taken from the cache; the answer, called when the specs have passed, keeps what this run had to compute.
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
