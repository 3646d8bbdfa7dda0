import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { clusterManifests, tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { hubClusterSchema, localClusterSchema, regionalClusterSchema } from '../../lib/spec/cluster.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type {
  ClusterSpec,
  CompleteTenantClusterSpec,
  CompleteTenantSpec,
  TenantSpec,
} from '../../lib/spec/index.ts'
import { premiumTenantSchema, standardTenantSchema } from '../../lib/spec/tenant.ts'
import { environmentOf, expand } from '../support/expansion.ts'
import type { Schema } from '../support/schema-values.ts'
import { withValue } from '../support/schema-values.ts'
import { planted, type TextField, textFields } from '../support/texts.ts'
import { wholeClusters, wholeTenants } from '../support/whole-specs.ts'

vi.setConfig({ testTimeout: 240_000 })

/** Texts that Kubernetes reads as a reference, as an escaped one or as a part of one. */
const references = ['$(DATABASE_PASSWORD)', '$$(DATABASE_PASSWORD)', '$$$(WEBUI_SECRET_KEY)', '$(', '$', '$$']
const signs = fc
  .array(fc.constantFrom('$', '$$', '(', ')', 'POD', 'BUS_PASSWORD', '$(AUTH)', 'x'), {
    minLength: 1,
    maxLength: 8,
  })
  // Between letters that no other text of a container has.
  .map((parts) => `QZ${parts.join('')}ZQ`)

interface Subject {
  readonly name: string
  readonly kind: 'tenant' | 'cluster'
  readonly spec: object
  readonly schema: unknown
  readonly draw: (spec: object) => readonly KubeObject[]
}

const { east, local } = wholeClusters
const others = Object.values(wholeClusters).map(completeCluster)
const home = completeCluster(east) as CompleteTenantClusterSpec
const homeResolved = resolveCluster(home, others)

const tenants: readonly [string, object, object][] = [
  ['standard', wholeTenants.standard, standardTenantSchema],
  ['premium', wholeTenants.premium, premiumTenantSchema],
  ['without a provider', { ...wholeTenants.standard, identityProvider: undefined }, standardTenantSchema],
  [
    'of its own',
    { ...wholeTenants.standard, database: 'dedicated', cache: 'dedicated' },
    standardTenantSchema,
  ],
  ['suspended', { ...wholeTenants.standard, state: 'suspended' }, standardTenantSchema],
  ['offboarding', { ...wholeTenants.standard, state: 'offboarding' }, standardTenantSchema],
]
const subjects: readonly Subject[] = [
  ...tenants.map(([name, spec, schema]) => ({
    name: `a tenant, ${name}`,
    kind: 'tenant' as const,
    spec: JSON.parse(JSON.stringify(spec)) as object,
    schema,
    draw: (one: object) => drawTenant(completeTenant(one as TenantSpec)),
  })),
  ...(
    [
      ['hub', hubClusterSchema],
      ['east', regionalClusterSchema],
      ['local', localClusterSchema],
    ] as const
  ).map(([name, schema]) => ({
    name: `the cluster ${name}`,
    kind: 'cluster' as const,
    spec: wholeClusters[name],
    schema,
    draw: (one: object) => drawCluster(one as ClusterSpec),
  })),
]

function drawTenant(spec: CompleteTenantSpec): KubeObject[] {
  return tenantManifests(resolveTenant(spec, home), homeResolved).flatMap(({ objects }) => objects)
}

function drawCluster(spec: ClusterSpec): KubeObject[] {
  const complete = completeCluster(spec)
  const all = [complete, ...others.filter(({ name }) => name !== complete.name)]
  return clusterManifests(resolveCluster(complete, all)).flatMap(({ objects }) => objects)
}

/** The spec with a text in every field that accepts it. */
function everywhere({ kind, spec, schema }: Subject, textOf: (field: TextField, index: number) => string) {
  const accepts = (one: object) => checkShape(kind, '', one).length === 0
  return textFields(schema as Schema, spec).reduce(
    ({ changed, count }, field, index) => {
      const text = planted(changed, field, textOf(field, index), accepts)
      return text === undefined
        ? { changed, count }
        : { changed: withValue(changed, field.path, text), count: count + 1 }
    },
    { changed: spec, count: 0 },
  )
}

/** Every reference that Kubernetes follows, with its place. */
const followed = (objects: readonly KubeObject[]) =>
  environmentOf(objects)
    .flatMap(({ place, text }) => expand(text).references.map((name) => `${place} → ${name}`))
    .sort()

test.each(subjects)('$name: Kubernetes follows no reference that the code did not make', (subject) => {
  const expected = followed(subject.draw(subject.spec))
  const hostile = references.map((text) => everywhere(subject, () => text))
  expect(Math.max(...hostile.map(({ count }) => count))).toBeGreaterThan(subject.kind === 'tenant' ? 3 : 0)
  for (const { changed } of hostile) expect(followed(subject.draw(changed))).toEqual(expected)
})

test('text arrives in a container as its author wrote it, whatever signs it has', () => {
  const subject = subjects[0] as Subject
  const marked = everywhere(subject, (_, index) => `QZ${index}ZQ`)
  const before = new Map(environmentOf(subject.draw(marked.changed)).map(({ place, text }) => [place, text]))
  const arrived = new Set<string>()
  fc.assert(
    fc.property(signs, (text) => {
      const { changed } = everywhere(subject, () => text)
      for (const { place, text: now } of environmentOf(subject.draw(changed))) {
        const was = before.get(place) ?? ''
        if (!/QZ\d+ZQ/.test(was) || !expand(now).text.includes(text)) continue
        arrived.add(place)
        expect(expand(now).text.replaceAll(text, '')).toBe(expand(was).text.replaceAll(/QZ\d+ZQ/g, ''))
      }
    }),
    { numRuns: 40 },
  )
  expect(
    [...arrived].filter((place) => /WEBUI_NAME|OAUTH_CLIENT_ID|OAUTH_SCOPES/.test(place)),
  ).not.toHaveLength(0)
})

test('a laptop’s tenant has the same', () => {
  const cluster = completeCluster(local) as CompleteTenantClusterSpec
  const spec = completeTenant({
    ...wholeTenants.standard,
    cell: 'local-a',
    displayName: '$(DATABASE_PASSWORD)',
  } as TenantSpec)
  const objects = tenantManifests(resolveTenant(spec, cluster), resolveCluster(cluster, others))
  const named = environmentOf(objects.flatMap((one) => one.objects)).filter(({ place }) =>
    place.endsWith(' WEBUI_NAME'),
  )
  expect(named.map(({ text }) => expand(text))).toEqual([{ text: '$(DATABASE_PASSWORD)', references: [] }])
})
