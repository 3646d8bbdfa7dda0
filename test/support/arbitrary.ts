import fc from 'fast-check'
import { exportDays } from '../../lib/catalog/export-days.ts'
import { chatModels, cpuChatModels } from '../../lib/catalog/models.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteRegionalSpec, CompleteTenantSpec, TenantSpec } from '../../lib/spec/index.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'

/** The regional cluster that generated tenants live in. */
export const cluster = completeCluster(usEast1) as CompleteRegionalSpec

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/)
/** Any valid id of a tenant. */
export const tenantId = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((words) => words.join('-'))
  .filter((id) => id.length >= 2 && id.length <= 24)

/** One line: graphemes have separators of lines among them. */
const text = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .filter((one) => !/[\p{Cc}\u2028\u2029]/u.test(one))
const range = (maximum: number) =>
  fc
    .tuple(fc.integer({ min: 2, max: maximum }), fc.integer({ min: 0, max: 6 }))
    .map(([min, more]) => ({ min, max: Math.min(maximum, min + more) }))
const octet = fc.integer({ min: 1, max: 254 })
const publicCidr = fc.oneof(
  fc.tuple(octet, octet).map(([b, c]) => `203.${b}.${c}.0/24`),
  fc.constant('0.0.0.0/0'),
  fc.constant('2001:db8::/32'),
)
const provider = fc.record(
  {
    issuer: fc.constantFrom(
      'https://sso.example',
      'https://sso.example:8443/realms/staff/',
      'https://login.example/',
    ),
    clientId: fc.stringMatching(/^[a-z]{1,12}$/),
    cidrs: fc.uniqueArray(publicCidr, { minLength: 1, maxLength: 3 }),
    adminRoles: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 2 }),
    userRoles: fc.constantFrom<string[][]>(['staff member'], ['*']),
    withoutRole: fc.constant('pending'),
    providerName: fc.constantFrom('SSO', 'Größe & Söhne'),
    emailClaim: fc.constantFrom('email', 'upn'),
    usernameClaim: fc.constant('preferred_username'),
    groups: fc.record({ claim: fc.constant('groups'), create: fc.boolean() }, { requiredKeys: [] }),
    scopes: fc.constantFrom<string[][]>(['openid'], ['openid', 'groups']),
    rolesClaim: fc.constant('groups'),
    allowedDomains: fc.oneof(
      fc.constant<string[]>(['*']),
      fc.uniqueArray(fc.constantFrom('a.example', 'b.example'), { minLength: 1, maxLength: 2 }),
    ),
  },
  { requiredKeys: ['issuer', 'clientId', 'cidrs', 'allowedDomains'] },
)
const group = fc.stringMatching(/^[a-z]{1,8}:[a-z]{1,8}$/)
const egress = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
    reason: fc.constant('a system that the assistants ask'),
    cidrs: fc.uniqueArray(publicCidr, { minLength: 1, maxLength: 2 }),
    ports: fc.uniqueArray(fc.integer({ min: 1, max: 65535 }), { minLength: 1, maxLength: 3 }),
  }),
  { selector: ({ name }) => name, maxLength: 3 },
)

/** Of its own and below the cluster's domain, in any case; a wildcard is never the address. */
const hosts = fc
  .tuple(
    fc.constantFrom('chat.a.example', 'Chat.B.example.', 'bücher.example', 'team.use1.paddock.example'),
    fc.subarray(['ai.c.example', '*.a.example', 'x--y.d.example']),
  )
  .map(([first, more]) => [first, ...more])
const sha256 = fc.constantFrom(`sha256:${'0'.repeat(64)}`, `sha256:${'ab'.repeat(32)}`)
const quota = fc.record(
  {
    cpuMillis: fc.integer({ min: 1, max: 900_000 }),
    memoryGiB: fc.integer({ min: 1, max: 900 }),
    pods: fc.integer({ min: 1, max: 200 }),
  },
  { requiredKeys: [] },
)

const optional = {
  displayName: text,
  hosts,
  quota,
  residency: fc.constant('us'),
  modelDigests: fc.dictionary(fc.constantFrom(...chatModels), sha256),
  state: fc.constantFrom('active', 'suspended', 'offboarding', 'deleted'),
  ring: fc.constantFrom('canary', 'early', 'general'),
  expectedUsers: fc.integer({ min: 1, max: 5000 }),
  inference: fc.record({
    contextTokens: fc.constantFrom(2048, 4096, 8192),
    parallelRequests: fc.integer({ min: 1, max: 2 }),
  }),
  scaling: fc.record({ openWebui: range(20), ollama: range(10) }, { requiredKeys: [] }),
  storage: fc.record(
    { filesGiB: fc.integer({ min: 1, max: 400 }), databaseGiB: fc.integer({ min: 1, max: 100 }) },
    { requiredKeys: [] },
  ),
  database: fc.constantFrom('shared', 'dedicated'),
  cache: fc.constantFrom('shared', 'dedicated'),
  identityProvider: provider,
  access: fc.record(
    {
      adminGroups: fc.uniqueArray(group, { maxLength: 2 }),
      auditorGroups: fc.uniqueArray(group, { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  egress,
  limits: fc.record(
    { uploadMiB: fc.integer({ min: 1, max: 1024 }), requestsPerMinute: fc.integer({ min: 10, max: 60000 }) },
    { requiredKeys: [] },
  ),
  retention: fc.record(
    {
      logsDays: fc.integer({ min: 1, max: 365 }),
      auditDays: fc.integer({ min: 90, max: 3650 }),
      exportDays: fc.constantFrom(...exportDays),
    },
    { requiredKeys: [] },
  ),
  cost: fc.record({ center: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}[a-z0-9]$/) }),
} as const

const required = {
  id: tenantId,
  cell: fc.constant('us-east-1-a'),
  contacts: fc.record({ owner: fc.constant('it@a.example') }),
}
const requiredKeys = ['id', 'tier', 'cell', 'contacts'] as const

/** Any valid standard or premium tenant of {@link cluster}, as an author may write it. */
export const writtenTenant: fc.Arbitrary<TenantSpec> = fc.oneof(
  fc.record(
    {
      tier: fc.constant('standard' as const),
      ...required,
      ...optional,
      models: fc.uniqueArray(fc.constantFrom(...cpuChatModels), { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [...requiredKeys] },
  ),
  fc.record(
    {
      tier: fc.constant('premium' as const),
      ...required,
      ...optional,
      models: fc.uniqueArray(fc.constantFrom(...chatModels), { minLength: 1, maxLength: 1 }),
      gpuReplicas: fc
        .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 10 }))
        .map(([min, max]) => ({ min: Math.min(min, max), max })),
      serveOnGpu: fc.subarray(['llama3:8b', 'mistral:7b'] as const),
      keepOnCpu: fc.subarray(['llama3:8b', 'mistral:7b'] as const),
    },
    { requiredKeys: [...requiredKeys] },
  ),
) as fc.Arbitrary<TenantSpec>

/** The same, complete. */
export const tenantSpec: fc.Arbitrary<CompleteTenantSpec> = writtenTenant.map(completeTenant)
