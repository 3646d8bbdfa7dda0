import type { CellSpec, ClusterSpec } from '../spec/index.ts'
import { resolveCacheSize, resolveDatabaseSize } from './cell-plane.ts'
import type { ResolvedCell, ResolvedCluster } from './types.ts'

/** Fills every default of a cluster; pure. */
export function resolveCluster(spec: ClusterSpec): ResolvedCluster {
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
    network: {
      podCidrs: spec.kind === 'hub' ? [] : spec.network.podCidrs,
      endpointCidrs: spec.kind === 'regional' ? spec.network.endpointCidrs : [],
      databaseCidrs: spec.kind === 'regional' ? spec.network.databaseCidrs : [],
      apiServerCidrs: spec.kind === 'hub' ? [] : spec.network.apiServerCidrs,
      apiServerPort: spec.kind === 'hub' ? 443 : (spec.network.apiServerPort ?? 443),
    },
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
