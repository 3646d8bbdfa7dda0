import type { CompleteHubSpec, CompleteRegionalSpec } from '../spec/index.ts'
import { servingRegion } from './placement.ts'

/** The resources that the hub creates at a region's edge. */
export interface ResolvedRegionEdge {
  /** Domain below which every region has its own. */
  readonly platformDomain: string
  /** An address that asks more often is refused. */
  readonly requestsPerFiveMinutes: number
  /**
   * The region whose load balancers its hosts point to first. `peer`: the other region serves all of its cells. While
   * this region serves one of its cells, the hosts point here: one record holds for the hosts of all cells.
   */
  readonly leads: 'own' | 'peer'
}

/** Resolves the fields of the hub's claims for a region's edge; pure. */
export function resolveRegionEdge(
  spec: CompleteRegionalSpec,
  { domain }: CompleteHubSpec,
): ResolvedRegionEdge {
  const cells = Object.keys(spec.cells)
  const gone = cells.length > 0 && cells.every((cell) => servingRegion(spec, cell) === spec.peerRegion)
  return {
    platformDomain: domain,
    requestsPerFiveMinutes: spec.edge.requestsPerFiveMinutes,
    leads: gone ? 'peer' : 'own',
  }
}
