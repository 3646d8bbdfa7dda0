import { Type } from 'typebox'
import { cacheNodeNames, databaseInstanceNames } from '../catalog/data-instances.ts'
import { instanceTypeNames } from '../catalog/instances.ts'
import { mailAddress, mailAddressWords } from '../catalog/mail-address.ts'
import { regionNames } from '../catalog/regions.ts'
import { group, optional, withDefault } from './fields.ts'
import { groupName } from './group-name.ts'

const closed = { additionalProperties: false } as const
/** Name of a cluster; also of its folder in dist. */
export const name = Type.String({
  pattern: '^[a-z][a-z0-9-]{1,19}$',
  patternErrorMessage: 'must be 2 to 20 lower-case letters, digits and hyphens, the first a letter',
  examples: ['us-east-1'],
})
/** Cells by name. */
export const cellName = Type.String({ pattern: '^[a-z][a-z0-9-]{1,29}$' })
/** Settings of a map: another key is an error, which says what keys there are. */
export const keys = (patternErrorMessage: string) => ({ ...closed, patternErrorMessage })
/** Said of a key that names no cell. */
export const cellNames = keys('must be 2 to 30 lower-case letters, digits and hyphens, the first a letter')
/** IPv4 networks, at least one. */
export const cidrs = (description: string) =>
  Type.Array(
    Type.String({
      pattern: '^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$',
      patternErrorMessage:
        'must be a block of addresses: an IPv4 address, a slash and the length of the prefix',
      examples: ['203.0.113.0/24'],
    }),
    {
      minItems: 1,
      description,
    },
  )
/** A region of AWS. */
export const region = Type.Enum([...regionNames])
const count = (description: string) => Type.Integer({ minimum: 0, maximum: 450, description })

/** US dollars a month. */
export const usd = (description: string) =>
  Type.Integer({ minimum: 1, maximum: 10_000_000, description: `US dollars a month. ${description}` })

/** Nodes of one class, in sum over types. */
export const nodeGroup = Type.Object(
  {
    types: Type.Array(Type.Enum([...instanceTypeNames]), { minItems: 1, uniqueItems: true }),
    min: count('Fewest nodes, in sum over the types'),
    desired: count('Nodes at the start, in sum'),
    max: count('Most nodes, in sum'),
    onDemandPercent: withDefault(
      Type.Integer({
        minimum: 0,
        maximum: 100,
        description: 'Share of on-demand instances in each sum, rounded up; the rest is spot',
      }),
      30,
    ),
  },
  closed,
)

const databaseSize = Type.Object(
  {
    instanceClass: withDefault(
      Type.Enum([...databaseInstanceNames], {
        description: 'RDS class; must accept capacity.connections and the reserve',
      }),
      'db.r6g.large',
    ),
    storageGiB: withDefault(
      Type.Integer({ minimum: 20, maximum: 65536, description: 'gp3 at the start' }),
      100,
    ),
    maxStorageGiB: optional(
      Type.Integer({
        minimum: 22,
        maximum: 65536,
        description: 'RDS grows the storage up to this',
      }),
      'a quarter over capacity.databaseGiB, at least over storageGiB',
    ),
    backupDays: withDefault(
      Type.Integer({ minimum: 7, maximum: 35, description: 'Point-in-time recovery' }),
      35,
    ),
  },
  { ...closed, description: 'The cell’s RDS instance: PostgreSQL, Multi-AZ, encrypted' },
)

const cacheSize = Type.Object(
  {
    nodeType: withDefault(
      Type.Enum([...cacheNodeNames], { description: 'ElastiCache node' }),
      'cache.t4g.medium',
    ),
    replicas: withDefault(
      Type.Integer({
        minimum: 1,
        maximum: 2,
        description: 'Beside the primary, each in another of three zones',
      }),
      1,
    ),
    snapshotDays: withDefault(
      Type.Integer({ minimum: 0, maximum: 35, description: 'Days that snapshots are kept' }),
      1,
    ),
  },
  { ...closed, description: 'The cell’s ElastiCache replication group' },
)

/** A data plane. */
export const cell = Type.Object(
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
    replicateTo: withDefault(
      Type.Array(region, { uniqueItems: true, description: 'Regions with read replicas' }),
      [],
    ),
    backupsIn: optional(
      Type.Array(region, {
        uniqueItems: true,
        description: 'Regions with copies of backups',
      }),
      'its own',
    ),
    database: group(databaseSize),
    cache: group(cacheSize),
  },
  closed,
)

/** Mail address for the platform's mails. */
export const contact = Type.String({
  ...mailAddress,
  patternErrorMessage: mailAddressWords,
  examples: ['platform@acme.example'],
  description: 'Mail address of the operators',
})

/** Repository that Argo CD reads. */
export const gitOps = Type.Object(
  {
    repository: Type.String({
      // Argo CD has no key for SSH, no known hosts, and no way to port 22; a token has no place in Git.
      pattern: '^https://[^\\s/?#@]+/[^\\s?#]+$',
      patternErrorMessage: 'must be an https:// address of a repository, without a name or password in it',
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

/** Argo CD reads a setting that begins with a dollar sign as the name of a Secret's key. */
const clientId = {
  maxLength: 255,
  pattern: '^[\\x21-\\x23\\x25-\\x7e][\\x20-\\x7e]*$',
  patternErrorMessage: 'must be printable ASCII characters, and must not begin with a space or a dollar sign',
  examples: ['argocd'],
} as const

/** A domain of the platform, in the form for DNS. */
export const domain = (description: string) =>
  Type.String({
    maxLength: 180,
    pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$',
    patternErrorMessage: 'must be a domain of lower-case letters, digits, hyphens and dots',
    examples: ['chat.acme.example'],
    description,
  })

/** Argo CD’s own settings. */
export const argocd = Type.Object(
  {
    signIn: optional(
      Type.Object(
        {
          issuer: Type.String({
            pattern: '^https://[^\\s]+$',
            patternErrorMessage: 'must be an https:// address',
            examples: ['https://sso.acme.example'],
            description: 'OIDC issuer of operators and of tenants’ people; must send the claim `groups`',
          }),
          clientId: Type.String({ ...clientId, description: 'Client of Argo CD at the issuer' }),
          cliClientId: optional(
            Type.String({
              ...clientId,
              description: 'Public client of the command line, which has no secret',
            }),
            'clientId, which then must be one',
          ),
        },
        { ...closed, description: 'Single sign-on of operators and of tenants’ people' },
      ),
      'nobody signs in; operators use kubectl',
    ),
    mail: optional(
      Type.Object(
        {
          host: Type.String({
            pattern: '^[a-z0-9.-]+$',
            patternErrorMessage: 'must be a host name: lower-case letters, digits, dots and hyphens',
            examples: ['mail.acme.example'],
            description: 'SMTP server',
          }),
          port: withDefault(
            Type.Enum([465, 587], { description: '465: TLS from the start; 587: STARTTLS' }),
            587,
          ),
          from: Type.String({
            ...mailAddress,
            patternErrorMessage: mailAddressWords,
            examples: ['paddock@acme.example'],
            description: 'Sender of what is written to `contact`',
          }),
        },
        { ...closed, description: 'Mail about what fails or waits' },
      ),
      'nobody gets mail of it',
    ),
  },
  { ...closed, description: 'The cluster’s own Argo CD' },
)

/** Network of a cluster in AWS. */
export const regionalNetwork = Type.Object(
  {
    vpcCidr: Type.String({
      pattern: '^10\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.0\\.0/16$',
      patternErrorMessage: 'must be a block of the form 10.<number>.0.0/16',
      examples: ['10.16.0.0/16'],
      description: 'The region’s VPC; every subnet is cut from it',
    }),
    apiAccessCidrs: cidrs('Operators’ networks, from which the API server’s public address answers'),
  },
  closed,
)

/** Network of a laptop’s cluster. */
export const localNetwork = Type.Object(
  {
    podCidrs: cidrs('Addresses of pods'),
    apiServerCidrs: cidrs('Networks of the control plane'),
    apiServerPort: withDefault(Type.Integer({ minimum: 1, maximum: 65535 }), 443),
  },
  closed,
)

/** Groups of operators. */
export const operators = Type.Array(groupName, {
  minItems: 1,
  uniqueItems: true,
  description: 'Groups of the platform’s operators',
})
