import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffFields } from '../../lib/plan/fields.ts'

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('a', 'b', 'one\ntwo', 1, 2, true, null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('name', 'x', 'y'), tie('json'), { maxKeys: 3 }),
  ),
}))
/** The same value with the keys of its maps the other way round. */
const reordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reordered(child)]),
  )
}
const canonical = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Array.isArray(value)
      ? value.map(canonical)
      : Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, child]) => [key, canonical(child)]),
        )

describe('fields that differ', () => {
  test('are none exactly when the values are equal, in whatever order their keys stand', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const equal = JSON.stringify(canonical(a)) === JSON.stringify(canonical(b))
        expect(diffFields(a, b).length === 0).toBe(equal)
        expect(diffFields(a, reordered(a))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('are told by their path, items of lists by name', () => {
    const pod = (image: string, env: object[]) => ({
      spec: { containers: [{ name: 'a', image, env }, { name: 'b' }] },
    })
    expect(
      diffFields(
        pod('x:1', [
          { name: 'P', value: '1' },
          { name: 'Q', value: '2' },
        ]),
        pod('x:2', [
          { name: 'Q', value: '3' },
          { name: 'R', value: '1' },
        ]),
      ),
    ).toEqual([
      { path: 'spec.containers[a].env[P]', before: { name: 'P', value: '1' } },
      { path: 'spec.containers[a].env[Q].value', before: '2', after: '3' },
      { path: 'spec.containers[a].env[R]', after: { name: 'R', value: '1' } },
      { path: 'spec.containers[a].image', before: 'x:1', after: 'x:2' },
    ])
  })

  test('of plain lists are what came and what went; an order that changed is a change', () => {
    expect(diffFields(['a', 'b'], ['b', 'c'])).toEqual([
      { path: '[]', before: 'a' },
      { path: '[]', after: 'c' },
    ])
    expect(diffFields(['a', 'b'], ['b', 'a'])).toEqual([{ path: '', before: ['a', 'b'], after: ['b', 'a'] }])
  })

  test('of long texts are counted, not printed', () => {
    expect(diffFields({ 'run.sh': 'a\nb\nc\n' }, { 'run.sh': 'a\nB\nc\nd\n' })).toEqual([
      { path: '"run.sh"', lines: { added: 2, removed: 1 } },
    ])
    expect(diffFields({}, { x: 'a\nb\n' })).toEqual([{ path: 'x', after: '2 lines' }])
  })
})
