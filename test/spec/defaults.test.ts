import { expect, test } from 'vitest'
import { regions } from '../../lib/catalog/regions.ts'
import { GiB } from '../../lib/catalog/units.ts'
import { editorSchemas } from '../../lib/cli/editor-schemas.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster } from '../support/arbitrary.ts'

interface Field {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Field>>
  readonly required?: readonly string[]
}

/** Fields that may be left out, by their dotted path, with what is said of them. */
function optional(schema: Field, path = ''): [string, string][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]): [string, string][] => [
    ...(schema.required?.includes(name) ? [] : [[path + name, field.description ?? ''] as [string, string]]),
    ...optional(field, `${path}${name}.`),
  ])
}

const { anyOf } = JSON.parse(editorSchemas()['tenant.schema.json'] ?? '') as { anyOf: [Field, Field] }
const fields = { standard: optional(anyOf[0]), premium: optional(anyOf[1]) }

test.each(Object.entries(fields))(
  'every field that a %s tenant may leave out says what then holds',
  (_, all) => {
    expect(all.length).toBeGreaterThan(30)
    expect(all.filter(([, description]) => !/Default: \S/.test(description)).map(([path]) => path)).toEqual(
      [],
    )
  },
)

const bare = { id: 'aa', cell: 'us-east-1-a', contacts: { owner: 'it@a.example' } } as const
const said = (tier: keyof typeof fields) =>
  Object.fromEntries(
    fields[tier].map(([path, description]) => [path, /Default: ([^.]+)\.?$/.exec(description)?.[1]]),
  )

test.each(['standard', 'premium'] as const)('what is said of a bare %s tenant is what it gets', (tier) => {
  const tenant = resolveTenant(completeTenant({ ...bare, tier } as TenantSpec), cluster)
  const server = tenant.ollama.at(-1)
  const { env } = tenant.openWebui
  const retention = Object.fromEntries(
    Object.entries(tenant.retention).map(([name, days]) => [
      `retention.${name}`,
      name === 'backupsDays' ? expect.stringMatching(new RegExp(`^${days}, `)) : String(days),
    ]),
  )
  expect(said(tier)).toMatchObject({
    ...retention,
    state: tenant.state,
    ring: tenant.ring,
    residency: 'the area of its cell',
    models: server?.models[0]?.name,
    'inference.contextTokens': server?.env['OLLAMA_CONTEXT_LENGTH'],
    'inference.parallelRequests': server?.env['OLLAMA_NUM_PARALLEL'],
    'storage.filesGiB': String(tenant.filesBytes / GiB),
    'storage.databaseGiB': String(tenant.databaseBytes / GiB),
    'limits.uploadMiB': env['RAG_FILE_MAX_SIZE'],
    'limits.requestsPerMinute': expect.stringMatching(
      new RegExp(`^${tenant.access?.rate.requestsPerMinute}, `),
    ),
  })
  expect(tenant.residency).toBe(regions[cluster.region].area)
})
