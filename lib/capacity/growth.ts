import { countedConnections, databaseInstanceNames } from '../catalog/data-instances.ts'
import { instanceType } from '../catalog/instances.ts'
import { type QuotaName, quotaOf } from '../catalog/quotas.ts'
import { GiB } from '../catalog/units.ts'
import { neededConnections } from '../resolve/cell-plane.ts'
import { nodeRoom, type PlatformPods, type Requests } from '../resolve/platform-room.ts'
import { platformShare } from '../rules/aws-quotas.ts'
import type { CompleteTenantClusterSpec } from '../spec/index.ts'
import { platformIdentities } from './scopes.ts'
import type { Dimension, Use } from './use.ts'

type RegionalSpec = Extract<CompleteTenantClusterSpec, { kind: 'regional' }>

/** How many of something, and what demands so many. */
export interface Demand {
  readonly needed: number
  readonly because: readonly Dimension[]
}

/** A quota against what so many tenants take of it in one region. */
export interface QuotaDemand {
  readonly quota: QuotaName
  readonly needed: number
  readonly value: number
  readonly adjustable: 'yes' | 'no' | 'unknown'
  readonly verdict: 'enough' | 'raise' | 'split'
}

/** Resources for a number of tenants, each the average of the present ones. */
export interface Growth {
  readonly tenants: number
  /** Cells as large as AWS and the catalogue let them be. */
  readonly cells: Demand
  /** Cells as large as the largest that is declared. */
  readonly cellsAsDeclared: Demand
  /** Clusters with node groups as large as EKS lets them be. */
  readonly clusters: Demand
  /** Clusters with node groups as they are declared. */
  readonly clustersAsDeclared: Demand
  /** Nodes of the largest type of each group that is sold. */
  readonly nodes: { readonly cpu: number; readonly gpu: number }
  readonly quotas: readonly QuotaDemand[]
  /** Weeks that the certificate authority takes for the hosts below the platform's domain. */
  readonly certificateWeeks: number
}

/** RDS ends at 64 TiB; a quarter is for indexes, write-ahead log and temporary files. */
const largestDatabaseGiB = 65_536 / 1.25

/**
 * Computes the resources that a number of tenants need.
 *
 * @param platform use of the platform's own pods in each cluster
 * @param pods those pods, some of which run on every node
 */
export function growthTo(
  tenants: number,
  clusters: readonly RegionalSpec[],
  platform: Requests,
  mean: Use,
  pods: readonly PlatformPods[],
): Growth {
  const room = largestRoom(clusters, pods)
  const cells = demand(tenants, mean, cellCeiling())
  const declared = clusters.flatMap((one) => Object.values(one.cells).map(({ capacity }) => capacity))
  const cellsAsDeclared = demand(
    tenants,
    mean,
    Object.fromEntries(
      (['tenants', 'connections', 'databaseGiB', 'filesGiB'] as const).map((name) => [
        name,
        Math.max(...declared.map((one) => one[name])),
      ]),
    ),
  )
  const perGroup = quotaOf('eks.nodes-per-group').value
  const largest = (group: 'cpu' | 'gpu') => Math.max(...clusters.map((one) => one.nodeGroups[group].max))
  return {
    tenants,
    cells,
    cellsAsDeclared,
    clusters: demand(tenants, mean, clusterLimits(room, platform, perGroup, perGroup)),
    clustersAsDeclared: demand(tenants, mean, clusterLimits(room, platform, largest('cpu'), largest('gpu'))),
    nodes: nodesFor(tenants, room, platform, mean),
    quotas: quotaDemands(tenants, cells.needed, mean),
    certificateWeeks: whole((tenants * mean.platformHosts) / quotaOf('letsencrypt.certificates').value),
  }
}

type Limits = Partial<Record<Dimension, number>>

function demand(tenants: number, mean: Use, limits: Limits): Demand {
  const shares = (Object.entries(limits) as [Dimension, number][]).map(([name, limit]) => ({
    name,
    share: (tenants * mean[name]) / limit,
  }))
  const most = Math.max(0, ...shares.map(({ share }) => share))
  return {
    needed: whole(most),
    because: shares.filter(({ share }) => share === most).map(({ name }) => name),
  }
}

function cellCeiling(): Limits {
  const users = quotaOf('elasticache.users-per-group').value - 1
  const accepts = Math.max(...databaseInstanceNames.map(countedConnections))
  return {
    // A dedicated cache spares a user of the group, but the schema of a cell ends at the quota all the same.
    tenants: users,
    cacheUsers: users,
    connections: accepts - neededConnections(0),
    databaseGiB: largestDatabaseGiB,
    accessPoints: quotaOf('efs.access-points').value,
  }
}

function clusterLimits(room: Requests, platform: Requests, cpuNodes: number, gpuNodes: number): Limits {
  return {
    podIdentities: quotaOf('eks.pod-identities').value - platformIdentities,
    cpuCores: (cpuNodes * room.cpuMillis - platform.cpuMillis) / 1000,
    cpuMemoryGiB: (cpuNodes * room.memoryBytes - platform.memoryBytes) / GiB,
    gpuNodes,
  }
}

function nodesFor(tenants: number, room: Requests, platform: Requests, mean: Use): Growth['nodes'] {
  const cpuMillis = tenants * mean.cpuCores * 1000 + platform.cpuMillis
  const memoryBytes = tenants * mean.cpuMemoryGiB * GiB + platform.memoryBytes
  return {
    cpu: whole(Math.max(cpuMillis / room.cpuMillis, memoryBytes / room.memoryBytes)),
    gpu: whole(tenants * mean.gpuNodes),
  }
}

/** The most that a node of a type that is sold has for pods: each figure of the type that has most of it. */
function largestRoom(clusters: readonly RegionalSpec[], pods: readonly PlatformPods[]): Requests {
  const rooms = clusters
    .flatMap((one) => one.nodeGroups.cpu.types)
    .filter((type) => instanceType(type).sold)
    .map((type) => nodeRoom(type, pods))
  return {
    cpuMillis: Math.max(...rooms.map(({ cpuMillis }) => cpuMillis)),
    memoryBytes: Math.max(...rooms.map(({ memoryBytes }) => memoryBytes)),
  }
}

/** In one region, replicas of another not counted: that region has quotas of its own. Roles are the account's. */
function quotaDemands(tenants: number, cells: number, mean: Use): QuotaDemand[] {
  const wanted: readonly (readonly [QuotaName, number])[] = [
    ['rds.instances', cells + tenants * mean.databaseInstances],
    ['elasticache.nodes', 2 * cells + tenants * mean.cacheNodes],
    ['elasticache.users', tenants * mean.cacheUsers],
    ['elasticache.groups', cells],
    ['efs.file-systems', cells],
    ['eks.pod-identities', tenants * mean.podIdentities + platformIdentities],
    ['iam.roles', tenants * mean.iamRoles + 2 * platformShare.iamRolesPerCluster],
    ['secrets.secrets', tenants * mean.secrets],
  ]
  return wanted.map(([quota, exact]) => {
    const { value, adjustable } = quotaOf(quota)
    const needed = whole(exact)
    const verdict = needed <= value ? 'enough' : adjustable === 'no' ? 'split' : 'raise'
    return { quota, needed, value, adjustable, verdict }
  })
}

/** The next whole number; a sum of fractions that ends a hair above one is that one. */
function whole(value: number): number {
  return Math.max(0, Math.ceil(value - 1e-9))
}
