import type { HubClusterSpec, RegionalClusterSpec } from '../spec/index.ts'

/** What the hub makes at a region's edge. */
export interface ResolvedRegionEdge {
  /** Domain below which every region has its own. */
  readonly platformDomain: string
  /** An address that asks more often is refused. */
  readonly requestsPerFiveMinutes: number
}

/** Fills what the hub's claims say about a region's edge; pure. */
export function resolveRegionEdge(
  { edge }: RegionalClusterSpec,
  { domain }: HubClusterSpec,
): ResolvedRegionEdge {
  return { platformDomain: domain, requestsPerFiveMinutes: edge?.requestsPerFiveMinutes ?? 20_000 }
}
