import { Type } from 'typebox'
import { exportDays } from '../catalog/export-days.ts'
import { mailAddress, mailAddressWords } from '../catalog/mail-address.ts'
import { optional, withDefault } from './fields.ts'
import { groupName } from './group-name.ts'
import { rolesClaim, signIn } from './sign-in.ts'

const closed = { additionalProperties: false } as const
const email = Type.String({
  ...mailAddress,
  patternErrorMessage: mailAddressWords,
  examples: ['it@acme.example'],
})
const cidr = Type.String({
  pattern: '^([0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}|[0-9a-fA-F:]+/[0-9]{1,3})$',
  patternErrorMessage:
    'must be a block of addresses: an IPv4 or IPv6 address, a slash and the length of the prefix',
  examples: ['203.0.113.0/24'],
})
/** Tags of the bill are labels of Kubernetes as well. */
const tagWords = 'must be 2 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends'
const port = Type.Integer({ minimum: 1, maximum: 65535 })
const days = (fallback: number, maximum: number, minimum = 1) =>
  withDefault(Type.Integer({ minimum, maximum, description: 'Days' }), fallback)

/** Recipients of notices. */
export const contacts = Type.Object(
  {
    owner: Type.String({
      ...email,
      description: 'Responsible for the tenant; gets mails about incidents and changes',
    }),
    technical: optional(email, 'owner'),
    billing: optional(email, 'owner'),
  },
  closed,
)

/** A role by its name. Open WebUI separates roles by commas, cuts blanks, and takes `*` for any role. */
const role = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\s,*]([^,*]*[^\\s,*])?$',
  patternErrorMessage: 'must be a text without commas and asterisks, and without spaces at its ends',
  examples: ['chat-admin'],
})
/** A role, or an asterisk for people of any role. */
const userRole = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^(\\*|[^\\s,*]([^,*]*[^\\s,*])?)$',
  patternErrorMessage:
    'must be a text without commas and asterisks, and without spaces at its ends, or an asterisk for any role',
  examples: ['staff'],
})
/** Addresses are compared in lower case, by the whole part after the `@`. */
const mailDomain = Type.String({
  maxLength: 253,
  pattern: '^(\\*|[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+)$',
  patternErrorMessage:
    'must be a domain in lower case, such as acme.example, or an asterisk for every domain',
  examples: ['acme.example'],
})

/** OpenID Connect: the only way to sign in. Its client secret lies in the tenant's secret, never here. */
export const identityProvider = Type.Object(
  {
    issuer: Type.String({
      pattern: '^https://[^\\s/?#]+(/[^\\s?#]*)?$',
      patternErrorMessage: 'must be an https:// address without a query or a fragment',
      examples: ['https://sso.acme.example'],
      description: 'Issuer; <issuer>/.well-known/openid-configuration must answer',
    }),
    clientId: Type.String({ minLength: 1, maxLength: 255 }),
    cidrs: Type.Array(cidr, {
      minItems: 1,
      maxItems: 20,
      description:
        'Addresses of the issuer: a network policy knows no host names. 0.0.0.0/0 means any public one',
    }),
    allowedDomains: Type.Array(mailDomain, {
      minItems: 1,
      maxItems: 50,
      uniqueItems: true,
      description:
        'Mail domains that may sign in, in lower case; subdomains count as domains of their own. ["*"]: everybody whom the provider knows',
    }),
    scopes: withDefault(
      Type.Array(
        Type.String({
          pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$',
          patternErrorMessage:
            'must be one scope: printable ASCII characters without spaces, quotes and backslashes',
          examples: ['groups'],
        }),
        {
          minItems: 1,
          maxItems: 20,
          uniqueItems: true,
          description: 'openid among them',
        },
      ),
      ['openid', 'email', 'profile'],
    ),
    rolesClaim,
    adminRoles: withDefault(
      Type.Array(role, {
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        description: 'Roles that administrate',
      }),
      ['admin'],
    ),
    userRoles: withDefault(
      Type.Array(userRole, {
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        description:
          'Roles that chat and do not administrate. ["*"]: everybody whom the provider knows. A list without it is strict: people who have roles and none of these nor of adminRoles are refused',
      }),
      ['*'],
    ),
    withoutRole: optional(
      Type.Enum(['pending', 'user'], {
        description:
          'People for whom the provider sends no role. pending: wait for an administrator; user: may chat',
      }),
      'user, or pending where userRoles is a strict list',
    ),
    ...signIn,
  },
  {
    ...closed,
    description: 'Single sign-on',
  },
)

/** Groups of the cluster's identity provider that may look into the namespace. */
export const access = Type.Object(
  {
    adminGroups: withDefault(
      Type.Array(groupName, { uniqueItems: true, description: 'May restart and read logs' }),
      [],
    ),
    auditorGroups: withDefault(Type.Array(groupName, { uniqueItems: true, description: 'May look' }), []),
  },
  { ...closed, description: 'Groups with read access to the namespace' },
)

/** One outside destination of Open WebUI. */
export const egress = Type.Object(
  {
    name: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,29}$',
      patternErrorMessage: 'must be 1 to 30 lower-case letters, digits and hyphens, the first a letter',
      examples: ['knowledge-base'],
      description: 'Names the network policy',
    }),
    reason: Type.String({ minLength: 10, maxLength: 200, description: 'Why the tenant needs it' }),
    cidrs: Type.Array(cidr, { minItems: 1, maxItems: 20 }),
    ports: Type.Array(port, { minItems: 1, maxItems: 10, uniqueItems: true }),
  },
  closed,
)

/** How long what is kept. */
export const retention = Type.Object(
  {
    logsDays: days(30, 365),
    auditDays: days(365, 3650, 90),
    backupsDays: optional(
      Type.Integer({
        minimum: 7,
        maximum: 35,
        description:
          'Days of point-in-time recovery of a dedicated database, which then has no daily copies beside',
      }),
      '35, and daily copies for the days in the hub’s file',
    ),
    exportDays: withDefault(
      Type.Enum([...exportDays], {
        description: 'Days that the export of a tenant that left is kept',
      }),
      30,
    ),
  },
  { ...closed, description: 'How long what is kept' },
)

/** Tags of the bill. */
export const cost = Type.Object(
  {
    center: Type.String({
      pattern: '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$',
      patternErrorMessage: tagWords,
      examples: ['acme-research'],
      description: 'Cost centre',
    }),
    project: optional(
      Type.String({
        pattern: '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$',
        patternErrorMessage: tagWords,
        examples: ['assistants'],
        description: 'Project',
      }),
      'none',
    ),
  },
  { ...closed, description: 'Labels of the bill' },
)
