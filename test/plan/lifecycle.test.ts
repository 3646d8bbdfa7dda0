import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkLifecycle, legalSteps, type State } from '../../lib/plan/lifecycle.ts'
import type { SpecPair } from '../../lib/plan/tenants.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { tenantId } from '../support/arbitrary.ts'

const spec = (fields: Partial<TenantSpec> = {}): TenantSpec =>
  ({
    id: 'acme',
    tier: 'standard',
    cell: 'us-east-1-a',
    contacts: { owner: 'a@b.example' },
    ...fields,
  }) as TenantSpec
const pair = (before: TenantSpec | undefined, after: TenantSpec | undefined): SpecPair => ({
  file: `tenants/${(before ?? after)?.id}.ts`,
  ...(before ? { before: completeTenant(before) } : {}),
  ...(after ? { after: completeTenant(after) } : {}),
})
const inState = (state: State): TenantSpec | undefined =>
  state === 'absent' ? undefined : spec(state === 'active' ? {} : { state })
const refused = (before: TenantSpec | undefined, after: TenantSpec | undefined) =>
  checkLifecycle([pair(before, after)])
    .map(render)
    .map(({ field, why }) => `${field}: ${why}`)

const states: readonly State[] = ['absent', 'active', 'suspended', 'offboarding', 'deleted']
/** Every jump that loses something, or that no document describes. */
const illegal: Readonly<Record<string, RegExp>> = {
  'absent offboarding': /cannot begin as offboarding/,
  'active absent': /a tenant that is active is deleted/,
  'suspended absent': /a tenant that is suspended is deleted/,
  'offboarding active': /offboarding cannot become active at once/,
  'offboarding absent': /a tenant that is offboarding is deleted/,
  'absent deleted': /cannot begin as deleted/,
  'active deleted': /active cannot become deleted at once/,
  'suspended deleted': /suspended cannot become deleted at once/,
  'deleted active': /deleted cannot become active at once: Argo CD cannot undo a deletion/,
  'deleted suspended': /Argo CD cannot undo a deletion/,
  'deleted offboarding': /Argo CD cannot undo a deletion/,
}

describe('states', () => {
  test.each(states.flatMap((was) => states.map((is) => [was, is] as const)))('%s → %s', (was, is) => {
    const found = refused(inState(was), inState(is))
    const expected = illegal[`${was} ${is}`]
    if (expected) expect(found).toEqual([expect.stringMatching(expected)])
    else expect(found).toEqual([])
  })

  test('no merge alone takes a tenant that people use away, and every tenant can go', () => {
    const oneStep = (from: State) => legalSteps[from]
    expect(oneStep('active')).not.toContain('absent')
    const reach = (from: State, seen = new Set<State>()): Set<State> => {
      for (const next of oneStep(from)) if (!seen.has(next)) reach(next, seen.add(next))
      return seen
    }
    for (const state of states) expect([...reach(state)].sort()).toEqual([...states].sort())
  })
})

describe('places', () => {
  const moves: readonly [string, Partial<TenantSpec>][] = [
    ['cell', { cell: 'us-east-1-b' }],
    ['database', { database: 'dedicated' }],
    ['residency', { residency: 'us-east-1' }],
  ]
  test.each(moves)('%s changes only of a tenant that was suspended and stays so', (field, fields) => {
    const suspended = spec({ state: 'suspended' })
    expect(refused(spec(), spec(fields))).toEqual([expect.stringContaining(`${field} changes from`)])
    expect(refused(spec(), spec({ ...fields, state: 'suspended' }))).toHaveLength(1)
    expect(refused(suspended, spec(fields))).toHaveLength(1)
    expect(refused(spec({ state: 'offboarding' }), spec({ ...fields, state: 'offboarding' }))).toHaveLength(1)
    expect(refused(suspended, spec({ ...fields, state: 'suspended' }))).toEqual([])
  })

  test('a default that is written out is no change', () => {
    expect(refused(spec(), spec({ database: 'shared', residency: 'us', state: 'active' }))).toEqual([])
  })
})

describe('names', () => {
  test('a tenant under another id is told as a rename, by its hosts or by everything else', () => {
    const found = (before: TenantSpec, after: TenantSpec) =>
      checkLifecycle([pair(before, undefined), pair(undefined, after)]).map(render)
    expect(found(spec(), spec({ id: 'acme-corp' }))).toMatchObject([
      { file: 'tenants/acme.ts', field: 'id', why: expect.stringMatching(/renamed to acme-corp/) },
    ])
    const hosts = { hosts: ['chat.acme.example'] }
    expect(found(spec(hosts), spec({ id: 'other', tier: 'premium', ...hosts }))).toMatchObject([
      { field: 'id' },
    ])
    // Two tenants that have nothing in common: the one is deleted too early, the other is new.
    expect(found(spec({ displayName: 'A' }), spec({ id: 'other' }))).toMatchObject([
      { field: '', why: expect.stringMatching(/is deleted/) },
    ])
    // A tenant that has left may be followed by one of the same hosts.
    expect(found(spec({ state: 'deleted', ...hosts }), spec({ id: 'other', ...hosts }))).toEqual([])
  })
})

test('what is refused does not depend on other tenants or their order', () => {
  const state = fc.constantFrom(...states)
  const change = fc.tuple(tenantId, state, state)
  fc.assert(
    fc.property(fc.uniqueArray(change, { selector: ([id]) => id, maxLength: 8 }), (changes) => {
      const pairs = changes
        .map(([id, was, is]) => {
          const of = (one: State) => {
            const found = inState(one)
            return found && { ...found, id, displayName: id }
          }
          return pair(of(was), of(is))
        })
        .filter(({ before, after }) => before || after)
      const files = (list: readonly SpecPair[]) =>
        checkLifecycle(list)
          .map(render)
          .map(({ file, why }) => `${file} ${why}`)
          .sort()
      expect(files([...pairs].reverse())).toEqual(files(pairs))
      expect(files(pairs)).toEqual(pairs.flatMap((one) => files([one])).sort())
    }),
  )
})
