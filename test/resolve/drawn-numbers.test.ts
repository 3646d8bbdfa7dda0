import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { parseQuantity } from '../../lib/plan/quantity.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster, tenantSpec } from '../support/arbitrary.ts'

type Fields = Readonly<Record<string, unknown>>
const fields = (value: unknown) => (value ?? {}) as Fields
const most32 = 2 ** 31 - 1

/** Constraints between numbers that the API server holds objects to, and no schema of a field can. */
function contradictions(object: KubeObject): string[] {
  const spec = fields(object['spec'])
  const at = `${object.kind}/${object.metadata.name}`
  const wrong: string[] = []
  const ordered = (least: unknown, most: unknown, what: string) => {
    if (typeof least === 'number' && typeof most === 'number' && least > most) wrong.push(`${at} ${what}`)
  }
  ordered(spec['minReplicas'], spec['maxReplicas'], 'fewest above most')
  ordered(spec['minReplicaCount'], spec['maxReplicaCount'], 'fewest above most')
  const pod = fields(fields(spec['template'])['spec'])
  for (const list of ['containers', 'initContainers'])
    for (const container of (pod[list] ?? []) as Fields[]) {
      const { requests, limits } = fields(container['resources']) as { requests?: Fields; limits?: Fields }
      for (const [name, limit] of Object.entries(limits ?? {}))
        ordered(parseQuantity(requests?.[name]), parseQuantity(limit), `request of ${name} above its limit`)
    }
  // Argo CD's -1 means that it retries without end.
  for (const value of object.kind === 'Application' ? [] : numbersOf(object))
    if (!Number.isSafeInteger(value) || value < 0 || (value > most32 && object.kind !== 'PersistentVolume'))
      wrong.push(`${at} ${value} is no count`)
  return wrong
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : []
}

const resolved = resolveCluster(cluster)
const drawn = (spec: TenantSpec) =>
  tenantManifests(resolveTenant(completeTenant(spec), cluster), resolved).flatMap(({ objects }) => objects)

test('numbers that are computed from a valid file are valid together', () => {
  fc.assert(
    fc.property(tenantSpec, (spec) => {
      expect(drawn(spec).flatMap(contradictions)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test.each([1, 25, 1200, 1201, 2400, 2401, 4999, 5000])('%i users', (expectedUsers) => {
  const spec: TenantSpec = {
    id: 'many',
    tier: 'standard',
    cell: Object.keys(cluster.cells)[0] ?? '',
    contacts: { owner: 'it@many.example' },
    expectedUsers,
  }
  expect(drawn(spec).flatMap(contradictions)).toEqual([])
})
