import { between, type Intent, matches, oneOf, present, that } from './intent.ts'
import type { Subject } from './subjects.ts'

interface Group {
  readonly capacity: string
  readonly clusterName: string
  readonly compositionRef?: { readonly name: string }
  readonly desiredNodes: number
  readonly group: string
  readonly instanceType: string
  readonly labels: Readonly<Record<string, string>>
  readonly maxNodes: number
  readonly minNodes: number
  readonly nodeTemplate: { readonly gpus: string; readonly ephemeralStorage: string }
  readonly region: string
  readonly rootDiskGiB: number
  readonly tags: Readonly<Record<string, string>>
}

const specOf = ({ value }: Subject) => value['spec'] as Readonly<Record<string, unknown>>
const own = (field: string) => (_: unknown, subject: Subject) => specOf(subject)[field]
const cluster = ({ file }: Subject) => file.split('/')[0] ?? ''

/** Kinds of claims that belong to one cell of a region's cluster. */
const ofCell = [
  'PostgresDatabase',
  'RedisCache',
  'SharedFileSystem',
  'TenantCacheUser',
  'TenantDatabase',
  'TenantSecrets',
  'TenantStorage',
]
/** Kinds of claims that the hub makes for a region. */
const ofRegion = [
  'CellFiles',
  'Edge',
  'EdgeRouting',
  'FleetGroup',
  'KubernetesCluster',
  'Network',
  'NodeFleet',
  'RegionEnvironment',
  'RegionGuard',
  'RegionKeys',
  'RegionStorage',
  'RaisedQuota',
]

/** Claims: what a cluster's spec says reaches AWS whole, and consistent. */
export const claimIntents: readonly Intent[] = [
  {
    of: [...ofCell, ...ofRegion, 'SpendingBudget'],
    why: 'a claim is deleted only after a person confirmed it; costs are those of an environment',
    settings: {
      'metadata.annotations[argocd.argoproj.io/sync-options]': 'Prune=confirm,Delete=confirm',
      'spec.tags?[paddock:environment]': oneOf('production', 'staging', 'development', 'test'),
    },
  },
  {
    of: 'FleetGroup',
    why: 'the autoscaler plans with these numbers and labels: one that differs from its nodes starts nodes for nothing, or none',
    settings: {
      spec: that<Group>('a group whose name, labels, tags and template agree', (group, { name }) => {
        const isGpu = group.nodeTemplate.gpus !== '0'
        const nodeClass = isGpu ? 'gpu' : 'cpu'
        return (
          group.group === `${group.instanceType.replace('.', '-')}-${group.capacity}` &&
          name === `${group.region}-${group.group}` &&
          group.clusterName === `paddock-${group.region}` &&
          group.tags['paddock:cluster'] === group.region &&
          group.tags['paddock:component'] === 'nodes' &&
          group.tags['paddock:node-class'] === nodeClass &&
          group.labels['paddock.dev/node-class'] === nodeClass &&
          group.labels['paddock.dev/capacity'] === group.capacity &&
          group.labels['accelerator'] === group.labels['k8s.amazonaws.com/accelerator'] &&
          isGpu === (group.labels['accelerator'] !== undefined) &&
          (group.compositionRef?.name === 'fleetgroups.gpu.paddock.dev') === isGpu &&
          group.minNodes <= group.desiredNodes &&
          group.desiredNodes <= group.maxNodes
        )
      }),
      'spec.capacity': oneOf('on-demand', 'spot'),
      'spec.rootDiskGiB': oneOf(100, 200),
      'spec.labels.accelerator?': matches(/^nvidia-(tesla-t4|l4|l40s|a10g|a100|h100)$/),
      'spec.nodeTemplate.gpus': oneOf('0', '1', '2', '4', '8'),
      'spec.nodeTemplate.ephemeralStorage': matches(/^\d{2,4}Gi$/),
      'spec.version': matches(/^1\.3[4-9]$/),
      'spec.minNodes': between(0, 20),
      'spec.maxNodes': between(1, 200),
    },
  },
  {
    of: ofRegion,
    in: /^hub\/platform\/region-/,
    why: 'a claim is of the region whose folder it is in',
    settings: {
      'spec.region': that(
        'the folder’s',
        (region, { file }) => file.split('/')[2] === `region-${String(region)}`,
      ),
      'spec.peerRegion?': that(
        'another one',
        (peer, subject) => /^[a-z]+-[a-z]+-\d$/.test(String(peer)) && peer !== specOf(subject)['region'],
      ),
      'spec.clusterName?': that(
        'that of the region',
        (name, subject) => name === `paddock-${String(specOf(subject)['region'])}`,
      ),
      'spec.domain?': matches(/^[a-z0-9]+(\.[a-z0-9-]+)+$/),
      'spec.contact?': matches(/^[^@\s]+@[^@\s]+\.[a-z]+$/),
    },
  },
  {
    of: ofCell,
    why: 'a claim is of its cluster’s region, its own cell and its own tenant',
    settings: {
      'spec.region': that('its cluster', (region, subject) => region === cluster(subject)),
      'spec.cell': matches(/^[a-z]+-[a-z]+-\d-[a-z]$/),
      'spec.tags[paddock:cell]': that('its cell', (cell, subject) => cell === own('cell')(cell, subject)),
      'spec.tags[paddock:cluster]': that('its cluster', (name, subject) => name === cluster(subject)),
      'spec.tags[paddock:tenant]?': that(
        'the tenant of its folder',
        (tenant, { file }) => file.split('/')[2] === tenant,
      ),
      'spec.tenant?': that('the tenant of its folder', (tenant, { file }) => file.split('/')[2] === tenant),
      'spec.tags[paddock:component]': oneOf('cache', 'database', 'files', 'secrets'),
      'spec.writeConnectionSecretToRef?.name': matches(
        /^(cell-[a-z0-9-]+-(cache|database|files)|tenant-(cache|database|instance))$/,
      ),
    },
  },
  {
    of: ['PostgresDatabase', 'TenantDatabase'],
    why: 'a database grows on its own up to a limit, keeps its backups, and takes as many connections as its memory holds',
    settings: {
      'spec.storageGiB': between(20, 65536),
      'spec.maxStorageGiB': that(
        'more than it has at first',
        (most, subject) => Number(most) > Number(specOf(subject)['storageGiB']),
      ),
      'spec.backupDays': between(7, 35),
      'spec.maxConnections': between(20, 5000),
      'spec.instanceClass': matches(/^db\.[a-z0-9]+\.[a-z0-9]+$/),
      'spec.name': present,
    },
  },
  {
    of: 'RedisCache',
    why: 'a cache has a replica in another zone and a snapshot of a day',
    settings: {
      'spec.replicas': oneOf(1, 2),
      'spec.snapshotDays': between(1, 7),
      'spec.nodeType': matches(/^cache\./),
    },
  },
  {
    of: 'TenantCacheUser',
    why: 'a user of the cache sees keys and channels of its own tenant and runs commands of a closed list',
    settings: {
      'spec.accessString': that('its own prefix, nothing at first, then single commands', (text, subject) => {
        const tenant = String(specOf(subject)['tenant'])
        const [start = '', ...commands] = String(text).split(' -@all ')
        const shared = `on ~tenant-${tenant}:* resetchannels &tenant-${tenant}:*`
        // The bus of Open WebUI has a fixed name; in a cache of its own a tenant may use it.
        const wanted =
          specOf(subject)['cache'] === `tenant-${tenant}`
            ? [shared, `${shared} &socketio &socketio#*`]
            : [shared]
        return (
          wanted.includes(start) &&
          commands.length === 1 &&
          (commands[0] ?? '')
            .split(' ')
            .every((one) => /^\+[a-z]+(\|[a-z-]+)?$/.test(one) && !dangerous.has(one.slice(1)))
        )
      }),
      'spec.cache': that('the cell’s or its own', (cache, subject) =>
        [specOf(subject)['cell'], `tenant-${String(specOf(subject)['tenant'])}`].includes(String(cache)),
      ),
    },
  },
  {
    of: 'KubernetesCluster',
    why: 'the API server is reached from named networks; operators are a group and a role',
    settings: {
      'spec.apiAccessCidrs': that<readonly string[]>(
        'named networks',
        (list) => list.length > 0 && list.every((one) => /^\d+\.\d+\.\d+\.\d+\/(2[0-9]|3[0-2])$/.test(one)),
      ),
      'spec.operatorGroups': that<readonly string[]>(
        'named groups',
        (list) => list.length > 0 && list.every((one) => /^[a-z0-9-]+:[a-z0-9:-]+$/.test(one)),
      ),
      'spec.operatorRole': matches(/^[a-z0-9-]+[a-wyz0-9]$/),
      'spec.version': matches(/^1\.3[4-9]$/),
    },
  },
  {
    of: 'Network',
    why: 'zones do not share addresses, and are three',
    settings: {
      'spec.zones': that<Readonly<Record<string, string>>>(
        'three',
        (zones) =>
          new Set(Object.values(zones)).size === 3 &&
          Object.values(zones).every((zone) => /^[a-z]+\d-az\d$/.test(zone)),
      ),
      'spec.subnets': that<Readonly<Record<string, Readonly<Record<string, string>>>>>(
        'blocks of the network, none inside another',
        (subnets, subject) =>
          apart(
            Object.values(subnets).flatMap((zones) => Object.values(zones)),
            String(specOf(subject)['cidr']),
          ),
      ),
    },
  },
  {
    of: 'RegionStorage',
    why: 'the audit is kept for ten years, and nobody removes it by the way',
    settings: { 'spec.auditDays': between(365, 3650), 'spec.auditMode': oneOf('GOVERNANCE', 'COMPLIANCE') },
  },
  {
    of: 'RegionGuard',
    why: 'backups are kept as long as databases promise',
    settings: { 'spec.backupDays': between(7, 35) },
  },
  {
    of: 'SpendingBudget',
    why: 'somebody hears of spending, in total, by part and by region',
    settings: {
      'spec.contact': matches(/^[^@\s]+@[^@\s]+\.[a-z]+$/),
      'spec.usdPerMonth': between(100, 1_000_000),
      'spec.tag?.key': oneOf('paddock:cluster', 'paddock:component', 'paddock:node-class'),
      'spec.tag?': that<{ key: string; value: string }>('of its name', ({ value }, { name }) =>
        name.endsWith(value),
      ),
      'spec.name': that('that of the claim', (name, subject) => subject.name.endsWith(String(name))),
    },
  },
  {
    of: 'Edge',
    why: 'an address may not take the firewall’s patience of a whole company, nor be cut off for one',
    settings: { 'spec.requestsPerFiveMinutes': between(2000, 2_000_000) },
  },
  {
    of: 'RaisedQuota',
    why: 'quotas of instances that the fleet needs',
    settings: {
      'spec.service': 'ec2',
      'spec.quota': matches(/^L-[0-9A-F]{8}$/),
      'spec.value': between(1, 10_000),
    },
  },
]

/** Commands of Valkey that read all keys, stop the server, or change it for others. */
const dangerous = new Set([
  'acl',
  'bgsave',
  'config',
  'debug',
  'failover',
  'flushall',
  'flushdb',
  'function',
  'keys',
  'migrate',
  'module',
  'monitor',
  'replicaof',
  'save',
  'shutdown',
  'slaveof',
  'swapdb',
  'sync',
])

/** Whether all blocks are within one and none overlaps another. */
function apart(blocks: readonly string[], within: string): boolean {
  const ranges = blocks.map(range).sort(([a], [b]) => a - b)
  const [first, last] = range(within)
  return ranges.every(
    ([start, end], index) =>
      start >= first && end <= last && end >= start && start > (ranges[index - 1]?.[1] ?? -1),
  )
}

function range(block: string): readonly [number, number] {
  const [address = '', bits = ''] = block.split('/')
  const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - Number(bits))
  return start % size === 0 ? [start, start + size - 1] : [Number.NaN, Number.NaN]
}
