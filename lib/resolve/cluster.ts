import type { CompleteCellSpec, CompleteClusterSpec, CompleteTenantClusterSpec } from '../spec/index.ts'
import { resolveArgocd } from './argocd.ts'
import { backupRegions } from './cell-copies.ts'
import { resolvePlane } from './cell-plane.ts'
import { clusterNetwork } from './cluster-network.ts'
import { resolveEks } from './eks.ts'
import { resolveModelCaches } from './model-cache.ts'
import { homesOf, type Role, servedFrom, servingRegion } from './placement.ts'
import { resolveRegion } from './region.ts'
import type { ResolvedCell, ResolvedCluster } from './types.ts'

/**
 * Fills every default of a cluster; pure.
 *
 * @param clusters all clusters: the hub makes the regional ones, and cells of one may be replicated to another
 */
export function resolveCluster(
  spec: CompleteClusterSpec,
  clusters: readonly CompleteClusterSpec[] = [],
): ResolvedCluster {
  const cells =
    spec.kind === 'hub'
      ? []
      : Object.entries(spec.cells).map(([id, cell]) => resolveCell(id, cell, spec, roleOf(id, spec, spec)))
  const replicated = spec.kind === 'regional' ? replicatedCells(spec, clusters) : []
  const capacity = [...cells, ...replicated].reduce((sum, one) => sum + one.capacity.tenants, 0)
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
    ...(spec.kind === 'hub' ? {} : { domain: spec.domain }),
    role: spec.kind === 'regional' && servedFrom(spec) !== spec.region ? 'standby' : 'serving',
    standsInFor:
      spec.kind === 'regional' ? homesOf(spec, clusters).map((home) => standsInFor(home, spec.region)) : [],
    network: clusterNetwork(spec),
    vpcs: vpcsOf(spec, clusters),
    ...(spec.kind === 'regional' ? { eks: resolveEks(spec) } : {}),
    modelCaches: spec.kind === 'regional' ? resolveModelCaches(spec.nodeGroups) : [],
    regions:
      spec.kind === 'hub'
        ? clusters.filter((one) => one.kind === 'regional').map((one) => resolveRegion(one, spec))
        : [],
    ...(spec.kind === 'local' ? {} : { argocd: resolveArgocd(spec, capacity) }),
    cells,
    replicatedCells: replicated,
  }
}

function vpcsOf(
  here: CompleteClusterSpec,
  clusters: readonly CompleteClusterSpec[],
): ResolvedCluster['vpcs'] {
  return [here, ...clusters.filter(({ name }) => name !== here.name)].flatMap((one) =>
    one.kind === 'regional' ? [{ cluster: one.name, cidr: one.network.vpcCidr }] : [],
  )
}

function standsInFor(
  { name, domain, servedFrom }: Extract<CompleteTenantClusterSpec, { kind: 'regional' }>,
  here: string,
): ResolvedCluster['standsInFor'][number] {
  return { name, domain, watchedAs: servedFrom === here ? 'former-region' : 'peer-region' }
}

function roleOf(id: string, home: CompleteTenantClusterSpec, here: CompleteTenantClusterSpec): Role {
  if (home.kind === 'local' || here.kind === 'local') return 'serving'
  return servingRegion(home, id) === here.region ? 'serving' : 'standby'
}

function replicatedCells(
  here: Extract<CompleteTenantClusterSpec, { kind: 'regional' }>,
  clusters: readonly CompleteClusterSpec[],
): ResolvedCell[] {
  return homesOf(here, clusters).flatMap((home) =>
    Object.entries(home.cells)
      .filter(([, { replicateTo }]) => replicateTo.includes(here.region))
      .map(([id, cell]) => resolveCell(id, cell, home, roleOf(id, home, here))),
  )
}

function resolveCell(
  id: string,
  cell: CompleteCellSpec,
  cluster: CompleteTenantClusterSpec,
  role: Role,
): ResolvedCell {
  return {
    id,
    role,
    capacity: cell.capacity,
    replicateTo: cell.replicateTo,
    backupsIn: backupRegions(cell, cluster),
    ...('database' in cell ? { plane: resolvePlane(cell) } : {}),
  }
}
