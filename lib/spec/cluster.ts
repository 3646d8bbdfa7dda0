import { type Static, Type } from 'typebox'
import { cacheNodeNames, databaseInstanceNames } from '../catalog/data-instances.ts'
import { instanceTypeNames } from '../catalog/instances.ts'
import { kubernetesVersions } from '../catalog/kubernetes.ts'

const closed = { additionalProperties: false } as const
const name = Type.String({ pattern: '^[a-z][a-z0-9-]{1,19}$', examples: ['us-east-1'] })
const cidrs = (description: string) =>
  Type.Array(
    Type.String({ pattern: '^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$', examples: ['203.0.113.0/24'] }),
    {
      minItems: 1,
      description,
    },
  )
const region = Type.Enum(['us-east-1', 'us-west-2'])
const count = (description: string) => Type.Integer({ minimum: 0, maximum: 450, description })

const usd = (description: string) =>
  Type.Integer({ minimum: 1, maximum: 10_000_000, description: `US dollars a month. ${description}` })

const nodeGroup = Type.Object(
  {
    types: Type.Array(Type.Enum([...instanceTypeNames]), { minItems: 1, uniqueItems: true }),
    min: count('Fewest nodes, in sum over the types'),
    desired: count('Nodes at the start, in sum'),
    max: count('Most nodes, in sum'),
    onDemandPercent: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100,
        description: 'Share of on-demand instances in each sum, rounded up; the rest is spot. Default: 30',
      }),
    ),
  },
  closed,
)

const databaseSize = Type.Object(
  {
    instanceClass: Type.Optional(
      Type.Enum([...databaseInstanceNames], {
        description: 'RDS class; must accept capacity.connections and the reserve. Default: db.r6g.large',
      }),
    ),
    storageGiB: Type.Optional(
      Type.Integer({ minimum: 20, maximum: 65536, description: 'gp3 at the start. Default: 100' }),
    ),
    maxStorageGiB: Type.Optional(
      Type.Integer({
        minimum: 22,
        maximum: 65536,
        description:
          'RDS grows the storage up to this. Default: a quarter over capacity.databaseGiB, at least over storageGiB',
      }),
    ),
    backupDays: Type.Optional(
      Type.Integer({ minimum: 7, maximum: 35, description: 'Point-in-time recovery. Default: 35' }),
    ),
  },
  { ...closed, description: 'The cell’s RDS instance: PostgreSQL, Multi-AZ, encrypted' },
)

const cacheSize = Type.Object(
  {
    nodeType: Type.Optional(
      Type.Enum([...cacheNodeNames], { description: 'ElastiCache node. Default: cache.t4g.medium' }),
    ),
    replicas: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 5, description: 'Beside the primary, in other zones. Default: 1' }),
    ),
    snapshotDays: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 35, description: 'Days that snapshots are kept. Default: 1' }),
    ),
  },
  { ...closed, description: 'The cell’s ElastiCache replication group' },
)

const cell = Type.Object(
  {
    capacity: Type.Object(
      {
        tenants: Type.Integer({
          minimum: 1,
          maximum: 99,
          description: 'At most 90: a user group of ElastiCache has 100 users, one is `default`',
        }),
        connections: Type.Integer({ minimum: 1, description: 'Sum of the tenants’ CONNECTION LIMITs' }),
        databaseGiB: Type.Integer({ minimum: 1 }),
        filesGiB: Type.Integer({ minimum: 1 }),
      },
      {
        ...closed,
        description: 'Declared, never counted from tenants: shared objects do not depend on them',
      },
    ),
    replicateTo: Type.Optional(
      Type.Array(region, { uniqueItems: true, description: 'Regions with read replicas. Default: none' }),
    ),
    backupsIn: Type.Optional(
      Type.Array(region, {
        uniqueItems: true,
        description: 'Regions with copies of backups. Default: its own',
      }),
    ),
    database: Type.Optional(databaseSize),
    cache: Type.Optional(cacheSize),
  },
  closed,
)

const contact = Type.String({
  pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
  examples: ['platform@acme.example'],
  description: 'Mail address of the operators',
})

const gitOps = Type.Object(
  {
    repository: Type.String({
      pattern: '^(https|ssh)://',
      examples: ['https://git.example/paddock.git'],
      description: 'Git repository that Argo CD reads',
    }),
    revision: Type.String({
      minLength: 1,
      description: 'Branch or tag; a full ref is cheaper: refs/heads/main',
    }),
  },
  closed,
)

const argocd = Type.Object(
  {
    signIn: Type.Optional(
      Type.Object(
        {
          issuer: Type.String({
            pattern: '^https://[^\\s]+$',
            description: 'OIDC issuer of operators and of tenants’ people; must send the claim `groups`',
          }),
          clientId: Type.String({ minLength: 1, description: 'Client of Argo CD at the issuer' }),
          cliClientId: Type.Optional(
            Type.String({
              minLength: 1,
              description:
                'Public client of the command line, which has no secret. Default: clientId, which then must be one',
            }),
          ),
        },
        { ...closed, description: 'Absent: nobody signs in; operators use kubectl' },
      ),
    ),
    mail: Type.Optional(
      Type.Object(
        {
          host: Type.String({ pattern: '^[a-z0-9.-]+$', description: 'SMTP server' }),
          port: Type.Optional(
            Type.Enum([465, 587], { description: '465: TLS from the start; 587: STARTTLS. Default: 587' }),
          ),
          from: Type.String({
            pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
            description: 'Sender of what is written to `contact`',
          }),
        },
        { ...closed, description: 'Absent: nobody is told by mail of what fails or waits' },
      ),
    ),
  },
  { ...closed, description: 'The cluster’s own Argo CD' },
)

const regionalNetwork = Type.Object(
  {
    vpcCidr: Type.String({
      pattern: '^10\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.0\\.0/16$',
      examples: ['10.16.0.0/16'],
      description: 'The region’s VPC; every subnet is cut from it',
    }),
    apiAccessCidrs: cidrs('Operators’ networks, from which the API server’s public address answers'),
  },
  closed,
)

const localNetwork = Type.Object(
  {
    podCidrs: cidrs('Addresses of pods'),
    apiServerCidrs: cidrs('Networks of the control plane'),
    apiServerPort: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535, description: 'Default: 443' })),
  },
  closed,
)

const operators = Type.Array(Type.String({ minLength: 1 }), {
  minItems: 1,
  uniqueItems: true,
  description: 'Groups of the platform’s operators',
})

/** The management cluster: Argo CD and Crossplane, no tenants. */
export const hubClusterSchema = Type.Object(
  {
    kind: Type.Literal('hub'),
    name,
    region,
    gitOps,
    operatorGroups: operators,
    operatorRole: Type.String({
      pattern: '^[A-Za-z0-9_-]{1,64}$',
      description: 'IAM role of the operators: it may administer every region’s cluster',
    }),
    domain: Type.String({
      maxLength: 180,
      description: 'Public domain of the platform: regions have theirs one label below',
    }),
    primaryRegion: Type.Optional(
      Type.Enum(['us-east-1', 'us-west-2'], {
        description: 'Where what all regions share is born. Default: the hub’s own region',
      }),
    ),
    audit: Type.Optional(
      Type.Object(
        {
          lock: Type.Optional(
            Type.Enum(['governance', 'compliance'], {
              description:
                'Who can end the lock early: operators with a right of its own, or nobody. Default: governance',
            }),
          ),
          days: Type.Optional(
            Type.Integer({
              minimum: 365,
              maximum: 3650,
              description: 'Audit cannot be changed for so long, and is deleted afterwards. Default: 365',
            }),
          ),
        },
        closed,
      ),
    ),
    backups: Type.Optional(
      Type.Object(
        {
          days: Type.Optional(
            Type.Integer({
              minimum: 7,
              maximum: 100,
              description: 'Daily backups of files and databases are kept as long. Default: 35',
            }),
          ),
        },
        closed,
      ),
    ),
    budget: Type.Optional(
      Type.Object(
        {
          usdPerMonth: Type.Optional(usd('Everything in the account')),
          components: Type.Optional(
            Type.Record(Type.String({ pattern: '^[a-z][a-z-]{1,29}$' }), usd('By the tag paddock:component')),
          ),
          nodes: Type.Optional(
            Type.Record(
              Type.String({ pattern: '^(cpu|gpu)$' }),
              usd(
                'By the tag paddock:node-class: CPU nodes are what the standard tier costs, GPU nodes the premium',
              ),
            ),
          ),
          regions: Type.Optional(
            Type.Record(
              Type.String({ pattern: '^(us-east-1|us-west-2)$' }),
              usd('By the tag paddock:cluster'),
            ),
          ),
          cells: Type.Optional(
            Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]{1,29}$' }), usd('By the tag paddock:cell')),
          ),
          tiers: Type.Optional(
            Type.Record(
              Type.String({ pattern: '^(standard|premium)$' }),
              usd('By the tag paddock:tier, which is on what one tenant has alone'),
            ),
          ),
        },
        {
          ...closed,
          description: 'Operators are told when a month costs more; what has no amount has no budget',
        },
      ),
    ),
    argocd: Type.Optional(argocd),
    egressCidrs: cidrs('Addresses from which the hub calls the regions’ API servers: its NAT gateways’'),
    contact,
  },
  closed,
)

/** A cluster that holds tenants in an AWS region. */
export const regionalClusterSchema = Type.Object(
  {
    kind: Type.Literal('regional'),
    name,
    region,
    peerRegion: Type.Enum(['us-east-1', 'us-west-2'], {
      description: 'Another region: replicas of data and keys go there',
    }),
    servedFrom: Type.Optional(
      Type.Enum(['us-east-1', 'us-west-2'], {
        description:
          'Region that serves the cells that are replicated there; naming another one fails over to it. Default: its own',
      }),
    ),
    domain: Type.String({ maxLength: 180, description: 'Parent of the tenants’ default hosts' }),
    edge: Type.Optional(
      Type.Object(
        {
          requestsPerFiveMinutes: Type.Optional(
            Type.Integer({
              minimum: 100,
              maximum: 2_000_000_000,
              description:
                'An address that asks more often is refused; a company may stand behind one. Default: 20000',
            }),
          ),
        },
        closed,
      ),
    ),
    gitOps,
    operatorGroups: operators,
    contact,
    argocd: Type.Optional(argocd),
    kubernetesVersion: Type.Optional(
      Type.Enum([...kubernetesVersions], { description: 'Goes up by one at a time. Default: 1.34' }),
    ),
    network: regionalNetwork,
    nodeGroups: Type.Object({ cpu: nodeGroup, gpu: nodeGroup }, closed),
    cells: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]{1,29}$' }), cell),
  },
  closed,
)

/** A laptop cluster: the same charts, everything inside it, no AWS. */
export const localClusterSchema = Type.Object(
  {
    kind: Type.Literal('local'),
    name,
    domain: Type.String({ maxLength: 180 }),
    gitOps,
    operatorGroups: operators,
    contact,
    network: localNetwork,
    cells: Type.Record(
      Type.String({ pattern: '^[a-z][a-z0-9-]{1,29}$' }),
      Type.Omit(cell, ['database', 'cache'], closed),
    ),
  },
  closed,
)

/** JSON Schema of a cluster file, told apart by `kind`. */
export const clusterSchema = Type.Union([hubClusterSchema, regionalClusterSchema, localClusterSchema], {
  discriminator: { propertyName: 'kind' },
})

/** A cluster as its file says it. */
export type ClusterSpec = Static<typeof clusterSchema>
/** The management cluster. */
export type HubClusterSpec = Extract<ClusterSpec, { kind: 'hub' }>
/** A cluster in an AWS region. */
export type RegionalClusterSpec = Extract<ClusterSpec, { kind: 'regional' }>
/** A cluster that can hold tenants. */
export type TenantClusterSpec = Extract<ClusterSpec, { cells: unknown }>
/** One data plane of a cluster. */
export type CellSpec = TenantClusterSpec['cells'][string]
