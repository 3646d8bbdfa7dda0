import type { InstanceTypeName } from '../catalog/instances.ts'
import { type QuotaName, quotaOf } from '../catalog/quotas.ts'
import { GiB } from '../catalog/units.ts'
import { resolveFleet } from '../resolve/fleet.ts'
import { nodeRoom, type PlatformPods, type Requests } from '../resolve/platform-room.ts'
import { platformShare } from '../rules/aws-quotas.ts'
import type { CompleteCellSpec, CompleteTenantClusterSpec } from '../spec/index.ts'
import { type Resource, resource, type Sample } from './resource.ts'
import type { Dimension, Use } from './use.ts'

type RegionalSpec = Extract<CompleteTenantClusterSpec, { kind: 'regional' }>
type Limited = Pick<Resource, 'by' | 'adjustable' | 'remedy'>

/** Associations that the platform's own controllers take in a cluster. */
export const platformIdentities = platformShare.podIdentityAssociations

/** The sum of what some tenants take. */
export function sum(uses: readonly Use[], name: Dimension): number {
  return uses.reduce((total, use) => total + use[name], 0)
}

function byQuota(name: QuotaName, remedy: string): Limited {
  return { by: `quota ${name}`, adjustable: quotaOf(name).adjustable, remedy }
}

/** Limits of a cell: the figures that it declares, and quotas that AWS counts over it. */
export function cellResources(
  id: string,
  cell: CompleteCellSpec,
  kind: CompleteTenantClusterSpec['kind'],
  uses: readonly Use[],
  sample: Sample,
): Resource[] {
  const declared = (['tenants', 'connections', 'databaseGiB', 'filesGiB'] as const).map((name) =>
    resource(
      name,
      sum(uses, name),
      cell.capacity[name],
      {
        by: `cells.${id}.capacity.${name}`,
        adjustable: 'yes',
        remedy:
          name === 'connections'
            ? 'a larger database.instanceClass, then another cell'
            : 'raise what is declared, then another cell',
      },
      sample,
    ),
  )
  if (kind === 'local') return declared
  // One user of the group is `default`, disabled.
  const users = quotaOf('elasticache.users-per-group').value - 1
  const quotaBound = [
    { name: 'cacheUsers', limit: users, ...byQuota('elasticache.users-per-group', 'another cell') },
    {
      name: 'accessPoints',
      limit: quotaOf('efs.access-points').value,
      ...byQuota('efs.access-points', 'another cell'),
    },
  ] as const
  return [
    ...declared,
    ...quotaBound.map(({ name, limit, ...limited }) =>
      resource(name, sum(uses, name), limit, limited, sample),
    ),
  ]
}

/**
 * Limits of a cluster: its node groups at their largest, less the pods of every node, and associations. The platform's
 * own pods use a part.
 */
export function clusterResources(
  spec: RegionalSpec,
  platform: Requests,
  uses: readonly Use[],
  sample: Sample,
  pods: readonly PlatformPods[],
): Resource[] {
  const { groups } = resolveFleet(spec.nodeGroups)
  const most = (nodeClass: 'cpu' | 'gpu', of: (type: InstanceTypeName) => number) =>
    groups
      .filter((one) => one.nodeClass === nodeClass)
      .reduce((total, { type, max }) => total + max * of(type), 0)
  const nodes = (group: 'cpu' | 'gpu'): Limited => ({
    by: `nodeGroups.${group}.max`,
    adjustable: 'yes',
    remedy: `raise max (a group holds ${quotaOf('eks.nodes-per-group').value} nodes), then another cluster`,
  })
  const identities = quotaOf('eks.pod-identities').value - platformIdentities
  const cores = most('cpu', (type) => nodeRoom(type, pods).cpuMillis) / 1000
  const memoryGiB = most('cpu', (type) => nodeRoom(type, pods).memoryBytes) / GiB
  return [
    resource(
      'podIdentities',
      sum(uses, 'podIdentities'),
      identities,
      byQuota('eks.pod-identities', 'another cluster'),
      sample,
    ),
    resource('cpuCores', sum(uses, 'cpuCores') + platform.cpuMillis / 1000, cores, nodes('cpu'), sample),
    resource(
      'cpuMemoryGiB',
      sum(uses, 'cpuMemoryGiB') + platform.memoryBytes / GiB,
      memoryGiB,
      nodes('cpu'),
      sample,
    ),
    resource(
      'gpuNodes',
      sum(uses, 'gpuNodes'),
      most('gpu', () => 1),
      nodes('gpu'),
      sample,
    ),
  ]
}

/**
 * Resources of a region that belong to no tenant: the instances and nodes of its cells, and replicas of other regions'
 * cells.
 */
export interface RegionBase {
  readonly databaseInstances: number
  readonly cacheNodes: number
}

/** Limits of a region of the account, over all clusters in it. */
export function regionResources(base: RegionBase, uses: readonly Use[], sample: Sample): Resource[] {
  const raise = 'ask AWS for a raise, then another account'
  const bounds = [
    { name: 'databaseInstances', quota: 'rds.instances', extra: base.databaseInstances },
    { name: 'cacheNodes', quota: 'elasticache.nodes', extra: base.cacheNodes },
    { name: 'cacheUsers', quota: 'elasticache.users', extra: 0 },
    { name: 'secrets', quota: 'secrets.secrets', extra: 0 },
  ] as const
  return bounds.map(({ name, quota, extra }) =>
    resource(name, sum(uses, name) + extra, quotaOf(quota).value, byQuota(quota, raise), sample),
  )
}

/** Limits of the account, over all regions: each tenant has a role in each region that serves it or is its standby. */
export function accountResources(clusters: number, uses: readonly Use[], sample: Sample): Resource[] {
  const used = sum(uses, 'iamRoles') + clusters * platformShare.iamRolesPerCluster
  const limited = byQuota('iam.roles', 'ask AWS for a raise, then another account')
  return [resource('iamRoles', used, quotaOf('iam.roles').value, limited, sample)]
}
