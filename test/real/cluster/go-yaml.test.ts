import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emitYaml } from '../../../lib/write/yaml.ts'
import { yamlObject } from '../../support/yaml-values.ts'

const reader = join(process.env['PADDOCK_KUBERNETES'] ?? '', 'read-yaml')

/** The documents of a stream as Go's reader, that of kubectl and Argo CD, has them; a text in place of one that it refuses. */
function readByGo(stream: string): unknown[] {
  return execFileSync(reader, { input: stream, encoding: 'utf8', maxBuffer: 1 << 28 })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)
}

test('Go reads what the emitter writes: 5,000 values, none different', () => {
  const values = fc.sample(yamlObject, { numRuns: 5000, seed: 20_261_130 })
  const read = readByGo(emitYaml(values))
  expect(read).toHaveLength(values.length)
  const different = values.flatMap((value, index) => {
    const other = read[index]
    return same(value, other) ? [] : [{ value, read: other }]
  })
  expect(different.slice(0, 5)).toEqual([])
})

function same(a: unknown, b: unknown): boolean {
  try {
    expect(b).toEqual(a)
    return true
  } catch {
    return false
  }
}

test('half of a surrogate pair is refused, wherever it stands', () => {
  for (const text of ['\ud83d', 'a\udc00b', '\udc00\ud83d', 'a\n\ud83d', '😀\ud83d']) {
    for (const spec of [text, { [text]: 1 }, [text], { a: [{ b: `line\n${text}` }] }]) {
      const object = { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, spec }
      expect(() => emitYaml([object]), JSON.stringify(spec)).toThrow('surrogate')
    }
  }
})
