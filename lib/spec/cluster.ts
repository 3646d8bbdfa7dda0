import { type Static, Type } from 'typebox'
import { kubernetesVersions } from '../catalog/kubernetes.ts'
import { regionNames } from '../catalog/regions.ts'
import {
  argocd,
  cell,
  cellName,
  cellNames,
  cidrs,
  contact,
  domain,
  gitOps,
  keys,
  localNetwork,
  name,
  nodeGroup,
  operators,
  region,
  regionalNetwork,
  usd,
} from './cluster-parts.ts'
import { group, optional, withDefault } from './fields.ts'

const closed = { additionalProperties: false } as const

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
      patternErrorMessage: 'must be the name of a role: 1 to 64 letters, digits, underscores and hyphens',
      examples: ['platform-operators'],
      description: 'IAM role of the operators: it may administer every region’s cluster',
    }),
    domain: domain('Public domain of the platform: regions have theirs one label below'),
    primaryRegion: optional(
      Type.Enum([...regionNames], {
        description: 'Region of the resources that all regions share',
      }),
      'the hub’s own region',
    ),
    audit: group(
      Type.Object(
        {
          lock: withDefault(
            Type.Enum(['governance', 'compliance'], {
              description:
                'Identities that can end the lock early: operators with an extra permission, or nobody',
            }),
            'governance',
          ),
          days: withDefault(
            Type.Integer({
              minimum: 365,
              maximum: 3650,
              description: 'Audit cannot be changed for so long, and is deleted afterwards',
            }),
            365,
          ),
        },
        closed,
      ),
    ),
    backups: group(
      Type.Object(
        {
          days: withDefault(
            Type.Integer({
              minimum: 7,
              maximum: 100,
              description: 'Daily backups of files and databases are kept as long',
            }),
            35,
          ),
        },
        closed,
      ),
    ),
    budget: group(
      Type.Object(
        {
          usdPerMonth: optional(usd('Everything in the account'), 'no budget'),
          components: withDefault(
            Type.Record(
              Type.String({ pattern: '^[a-z][a-z-]{1,29}$' }),
              usd('By the tag paddock:component'),
              keys('must be 2 to 30 lower-case letters and hyphens, the first a letter'),
            ),
            {},
            'no budget',
          ),
          nodes: withDefault(
            Type.Record(
              Type.String({ pattern: '^(cpu|gpu)$' }),
              usd(
                'By the tag paddock:node-class: CPU nodes are what the standard tier costs, GPU nodes the premium',
              ),
              keys('must be a class of nodes: cpu or gpu'),
            ),
            {},
            'no budget',
          ),
          regions: withDefault(
            Type.Record(
              Type.String({ pattern: `^(${regionNames.join('|')})$` }),
              usd('By the tag paddock:cluster'),
              keys('must be a region of the platform: us-east-1 or us-west-2'),
            ),
            {},
            'no budget',
          ),
          cells: withDefault(
            Type.Record(cellName, usd('By the tag paddock:cell'), cellNames),
            {},
            'no budget',
          ),
          tiers: withDefault(
            Type.Record(
              Type.String({ pattern: '^(standard|premium)$' }),
              usd('By the tag paddock:tier, which is on what one tenant has alone'),
              keys('must be a tier: standard or premium'),
            ),
            {},
            'no budget',
          ),
        },
        {
          ...closed,
          description:
            'Operators get a mail when a month costs more; a field without an amount has no budget',
        },
      ),
    ),
    argocd: group(argocd),
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
    peerRegion: Type.Enum([...regionNames], {
      description: 'Another region: replicas of data and keys go there',
    }),
    servedFrom: optional(
      Type.Enum([...regionNames], {
        description:
          'Region that serves the cells that are replicated there; naming another one fails over to it',
      }),
      'its own',
    ),
    domain: domain('Parent of the tenants’ default hosts'),
    edge: group(
      Type.Object(
        {
          requestsPerFiveMinutes: withDefault(
            Type.Integer({
              minimum: 100,
              maximum: 2_000_000_000,
              description:
                'An address that sends more is refused. check compares it with the promise of each tenant, whose users may be one address: limits.requestsPerMinute and a first visit of all expectedUsers',
            }),
            120_000,
          ),
        },
        closed,
      ),
    ),
    gitOps,
    operatorGroups: operators,
    contact,
    argocd: group(argocd),
    kubernetesVersion: withDefault(
      Type.Enum([...kubernetesVersions], { description: 'Increases by one at a time' }),
      '1.34',
    ),
    network: regionalNetwork,
    nodeGroups: Type.Object({ cpu: nodeGroup, gpu: nodeGroup }, closed),
    cells: Type.Record(cellName, cell, cellNames),
  },
  closed,
)

/** A laptop cluster: the same charts, everything inside it, no AWS. */
export const localClusterSchema = Type.Object(
  {
    kind: Type.Literal('local'),
    name,
    domain: domain('Parent of the tenants’ default hosts'),
    gitOps,
    operatorGroups: operators,
    contact,
    network: localNetwork,
    cells: Type.Record(cellName, Type.Omit(cell, ['database', 'cache'], closed), cellNames),
  },
  closed,
)

/** JSON Schema of a cluster file, discriminated by `kind`. */
export const clusterSchema = Type.Union([hubClusterSchema, regionalClusterSchema, localClusterSchema], {
  discriminator: { propertyName: 'kind' },
})

/** A cluster as its file says it. */
export type ClusterSpec = Static<typeof clusterSchema>
