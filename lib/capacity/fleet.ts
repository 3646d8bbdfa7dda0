import { placements } from '../resolve/placement.ts'
import { type PlatformPods, platformRequests, type Requests } from '../resolve/platform-room.ts'
import { type Fleet, type FromFile, type PlatformFleet, tenantClusters } from '../rules/fleet.ts'
import { completeTenant } from '../spec/complete.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { type Growth, growthTo } from './growth.ts'
import { type Resource, type Room, roomOf, type Sample, sampleOf } from './resource.ts'
import {
  accountResources,
  cellResources,
  clusterResources,
  type RegionBase,
  regionResources,
} from './scopes.ts'
import { type Use, useOf } from './use.ts'

/** A cell, a cluster, a region or the account, with what bounds it. */
export interface CapacityScope {
  readonly kind: 'cell' | 'cluster' | 'region' | 'account'
  readonly name: string
  /** Cluster and region of a cell; absent for other resources. */
  readonly cluster?: string
  /** Of a cluster; absent on a laptop, and for the others. */
  readonly region?: string
  readonly tenants: number
  /** Of a cluster: what the platform's own pods take of its CPU nodes, in what is used already. */
  readonly platform?: Requests
  readonly resources: readonly Resource[]
  readonly more: Room
}

/** How full everything is, and what more tenants take. */
export interface CapacityReport {
  readonly scopes: readonly CapacityScope[]
  /** Absent where no cluster of AWS is. */
  readonly growth?: Growth
}

interface Counted {
  readonly spec: CompleteTenantSpec
  readonly cluster: CompleteTenantClusterSpec
  readonly use: Use
}

/** Measures a fleet against declared limits and quotas, and says what `tenants` of its kind would need. */
export function fleetCapacity(fleet: PlatformFleet, tenants: number): CapacityReport {
  const clusters = tenantClusters(fleet)
  const counted = countTenants(fleet, useOf)
  const scopes = scopesOf(clusters, counted, fleet.platform)
  const regional = clusters.flatMap(({ spec }) => (spec.kind === 'regional' ? [spec] : []))
  const first = regional[0]
  if (!first) return { scopes: scopes }
  const inAws = inAccount(regional, clusters, counted)
  const specs = clusters.map(({ spec }) => spec)
  const largest = mostOf(regional.map((one) => platformRequests(one, specs, fleet.platform)))
  return {
    scopes: scopes,
    growth: growthTo(tenants, regional, largest, sampleIn(first, inAws).mean, fleet.platform),
  }
}

function mostOf(all: readonly Requests[]): Requests {
  return {
    cpuMillis: Math.max(...all.map(({ cpuMillis }) => cpuMillis)),
    memoryBytes: Math.max(...all.map(({ memoryBytes }) => memoryBytes)),
  }
}

/**
 * How full everything is, and nothing else, for those who compare two fleets.
 *
 * @param use may remember what it counted for a tenant and cluster that are the same in both
 */
export function capacityScopes(fleet: PlatformFleet, use: typeof useOf): CapacityScope[] {
  return scopesOf(tenantClusters(fleet), countTenants(fleet, use), fleet.platform)
}

function countTenants(fleet: Fleet, use: typeof useOf): Counted[] {
  return tenantClusters(fleet).flatMap(({ spec: cluster }) =>
    fleet.tenants
      .filter(({ spec }) => Object.hasOwn(cluster.cells, spec.cell))
      .map(({ spec }): Counted => ({ spec, cluster, use: use(spec, cluster) })),
  )
}

function scopesOf(
  clusters: readonly FromFile<CompleteTenantClusterSpec>[],
  counted: readonly Counted[],
  pods: readonly PlatformPods[],
): CapacityScope[] {
  return [
    ...clusters.flatMap((cluster) => cellPlaces(cluster, counted)),
    ...clusters.flatMap((cluster) => clusterPlaces(cluster, clusters, counted, pods)),
    ...regionPlaces(clusters, counted),
    ...accountPlaces(clusters, counted),
  ]
}

function cellPlaces(
  { spec: cluster }: FromFile<CompleteTenantClusterSpec>,
  counted: readonly Counted[],
): CapacityScope[] {
  return Object.entries(cluster.cells).map(([name, cell]) => {
    const uses = counted.filter(({ spec }) => spec.cell === name).map(({ use }) => use)
    const resources = cellResources(name, cell, cluster.kind, uses, sampleIn(cluster, uses))
    return scope('cell', name, uses.length, resources, { cluster: cluster.name })
  })
}

/** Nodes and associations must also suffice for the tenants whose standby is this cluster. */
function clusterPlaces(
  { spec: cluster }: FromFile<CompleteTenantClusterSpec>,
  clusters: readonly FromFile<CompleteTenantClusterSpec>[],
  counted: readonly Counted[],
  pods: readonly PlatformPods[],
): CapacityScope[] {
  if (cluster.kind !== 'regional') return []
  const served = countedIn(cluster, clusters, counted)
  const own = served.filter((one) => one.cluster === cluster)
  const platform = platformRequests(
    cluster,
    clusters.map(({ spec }) => spec),
    pods,
  )
  const resources = clusterResources(
    cluster,
    platform,
    usesOf(served),
    sampleIn(cluster, usesOf(served)),
    pods,
  )
  return [scope('cluster', cluster.name, own.length, resources, { region: cluster.region, platform })]
}

function regionPlaces(
  clusters: readonly FromFile<CompleteTenantClusterSpec>[],
  counted: readonly Counted[],
): CapacityScope[] {
  const regional = clusters.flatMap(({ spec }) => (spec.kind === 'regional' ? [spec] : []))
  const first = regional[0]
  if (!first) return []
  return [...new Set(regional.map(({ region }) => region))].map((region) => {
    const here = regional.filter((one) => one.region === region)
    const served = [...new Set(here.flatMap((one) => countedIn(one, clusters, counted)))]
    const own = served.filter(({ cluster }) => here.some((one) => one === cluster))
    const uses = usesOf(served)
    const resources = regionResources(baseOf(region, regional), uses, sampleIn(first, uses))
    return scope('region', region, own.length, resources)
  })
}

function accountPlaces(
  clusters: readonly FromFile<CompleteTenantClusterSpec>[],
  counted: readonly Counted[],
): CapacityScope[] {
  const regional = clusters.flatMap(({ spec }) => (spec.kind === 'regional' ? [spec] : []))
  const first = regional[0]
  if (!first) return []
  const uses = inAccount(regional, clusters, counted)
  const resources = accountResources(regional.length, uses, sampleIn(first, uses))
  return [scope('account', 'AWS', uses.length, resources)]
}

/** Tenants in AWS, each with a role in every cluster that holds it. */
function inAccount(
  regional: readonly CompleteTenantClusterSpec[],
  clusters: readonly FromFile<CompleteTenantClusterSpec>[],
  counted: readonly Counted[],
): Use[] {
  const served = regional.map((one) => new Set(countedIn(one, clusters, counted)))
  return counted
    .filter(({ cluster }) => cluster.kind === 'regional')
    .map((one) => ({ ...one.use, iamRoles: served.filter((set) => set.has(one)).length }))
}

/** Tenants that a cluster serves, or whose standby it is. */
function countedIn(
  here: CompleteTenantClusterSpec,
  clusters: readonly FromFile<CompleteTenantClusterSpec>[],
  counted: readonly Counted[],
): Counted[] {
  const scopes = placements(
    here,
    clusters.map(({ spec }) => spec),
  )
  return counted.filter(({ spec }) => scopes.has(spec.cell))
}

function usesOf(counted: readonly Counted[]): Use[] {
  return counted.map(({ use }) => use)
}

/** Instances and nodes of a region's own cells, and of cells elsewhere that replicate to it. */
function baseOf(
  region: string,
  clusters: readonly Extract<CompleteTenantClusterSpec, { kind: 'regional' }>[],
): RegionBase {
  let databaseInstances = 0
  let cacheNodes = 0
  for (const cluster of clusters) {
    for (const cell of Object.values(cluster.cells)) {
      if (cluster.region !== region && !cell.replicateTo.some((one) => one === region)) continue
      databaseInstances += 1
      cacheNodes += 1 + cell.cache.replicas
    }
  }
  return { databaseInstances, cacheNodes }
}

function scope(
  kind: CapacityScope['kind'],
  name: string,
  tenants: number,
  resources: readonly Resource[],
  stands: Pick<CapacityScope, 'cluster' | 'region' | 'platform'> = {},
): CapacityScope {
  return { kind, name, ...stands, tenants, resources, more: roomOf(resources) }
}

function sampleIn(cluster: CompleteTenantClusterSpec, uses: readonly Use[]): Sample {
  return sampleOf(uses, defaultUse(cluster))
}

/** Use of a standard tenant with every default. It is the measure if there is no tenant. */
function defaultUse(cluster: CompleteTenantClusterSpec): Use {
  const cell = Object.keys(cluster.cells)[0] ?? ''
  return useOf(
    completeTenant({ id: 'default', tier: 'standard', cell, contacts: { owner: 'owner@default.example' } }),
    cluster,
  )
}
