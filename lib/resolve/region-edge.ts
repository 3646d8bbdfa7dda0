import type { HubClusterSpec, RegionalClusterSpec } from '../spec/index.ts'
import { servingRegion } from './placement.ts'

/** What the hub makes at a region's edge. */
export interface ResolvedRegionEdge {
  /** Domain below which every region has its own. */
  readonly platformDomain: string
  /** An address that asks more often is refused. */
  readonly requestsPerFiveMinutes: number
  /**
   * Whose doors its hosts lead to first. `peer`: the other region serves all that it has. While a cell of its own is
   * served here they lead here: one record holds for the hosts of all of them.
   */
  readonly leads: 'own' | 'peer'
}

/** Fills what the hub's claims say about a region's edge; pure. */
export function resolveRegionEdge(spec: RegionalClusterSpec, { domain }: HubClusterSpec): ResolvedRegionEdge {
  const cells = Object.keys(spec.cells)
  const gone = cells.length > 0 && cells.every((cell) => servingRegion(spec, cell) === spec.peerRegion)
  return {
    platformDomain: domain,
    requestsPerFiveMinutes: spec.edge?.requestsPerFiveMinutes ?? 20_000,
    leads: gone ? 'peer' : 'own',
  }
}
