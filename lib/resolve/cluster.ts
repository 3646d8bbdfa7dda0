import type { CellSpec, ClusterSpec } from '../spec/index.ts'
import { resolveCacheSize, resolveDatabaseSize } from './cell-plane.ts'
import { clusterNetwork } from './cluster-network.ts'
import { resolveRegion } from './region.ts'
import type { ResolvedCell, ResolvedCluster } from './types.ts'

/**
 * Fills every default of a cluster; pure.
 *
 * @param others the other clusters; the hub makes the regional ones among them
 */
export function resolveCluster(spec: ClusterSpec, others: readonly ClusterSpec[] = []): ResolvedCluster {
  return {
    name: spec.name,
    kind: spec.kind,
    ...(spec.kind === 'local' ? {} : { region: spec.region }),
    gitOps: spec.gitOps,
    operatorGroups: spec.operatorGroups,
    labels: {
      'app.kubernetes.io/managed-by': 'paddock',
      'app.kubernetes.io/part-of': 'paddock',
    },
    contact: spec.contact,
    network: clusterNetwork(spec),
    regions:
      spec.kind === 'hub'
        ? others.filter((one) => one.kind === 'regional').map((one) => resolveRegion(one, spec))
        : [],
    cells:
      spec.kind === 'hub' ? [] : Object.entries(spec.cells).map(([id, cell]) => resolveCell(id, cell, spec)),
  }
}

function resolveCell(id: string, cell: CellSpec, cluster: ClusterSpec): ResolvedCell {
  return {
    id,
    capacity: cell.capacity,
    replicateTo: cell.replicateTo ?? [],
    backupsIn: cell.backupsIn ?? (cluster.kind === 'local' ? [] : [cluster.region]),
    database: resolveDatabaseSize(cell),
    cache: resolveCacheSize(cell),
  }
}
