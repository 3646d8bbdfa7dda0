import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { parseSpec } from '../../lib/pipeline/spec/parse.ts'
import { accepted, refused } from './spec-tricks.ts'

/** The value that the compiler's output of a spec has when it is run, and whether the compiler takes its syntax. */
function run(text: string): { readonly value: unknown } | undefined {
  const { outputText, diagnostics } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
    reportDiagnostics: true,
  })
  if ((diagnostics ?? []).length > 0) return undefined
  const declare = '({ tenant: (spec) => spec, cluster: (spec) => spec })'
  const script = `const exports = {}, require = () => ${declare}; (() => {${outputText}\n})(); JSON.stringify(exports.default)`
  return { value: JSON.parse(runInNewContext(script) as string) }
}

const key = fc.oneof(fc.stringMatching(/^[a-z_$][\w$]{0,5}$/), fc.string({ unit: 'grapheme', maxLength: 6 }))
const literal = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 10 }).map((text) => JSON.stringify(text)),
  fc
    .string({ unit: 'grapheme-ascii', maxLength: 10 })
    .map((text) => `'${text.replaceAll(/['\\]/g, '\\$&')}'`),
  fc
    .string({ unit: 'grapheme-ascii', maxLength: 10 })
    .map((text) => `\`${text.replaceAll(/[`\\$]/g, '\\$&')}\``),
  fc.constantFrom('1', '0', '-1', '0x1f', '1_000', '1.5e3', '.5', '-2.25', 'true', 'false', 'null'),
)
const gap = fc.constantFrom('', ' ', '\n', ' /* } */ ', ' // ]\n', '\r\n')
const { value } = fc.letrec<{ value: string; list: string; map: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, literal, tie('list'), tie('map')),
  list: fc
    .array(fc.tuple(gap, fc.constantFrom('', '...[', '...[1, '), tie('value')), { maxLength: 3 })
    .map(
      (items) =>
        `[${items.map(([space, open, item]) => `${space}${open}${item}${open ? ']' : ''}`).join(',')}]`,
    ),
  map: fc
    .uniqueArray(fc.tuple(key, gap, tie('value')), { maxLength: 3, selector: ([name]) => name })
    .map(
      (fields) =>
        `{${fields.map(([name, space, item]) => `${JSON.stringify(name)}${space}:${item}${space}`).join(',')}}`,
    ),
}))
const spec = fc
  .tuple(fc.array(value, { maxLength: 2 }), value, gap, fc.constantFrom('', ' as const', ' satisfies X'))
  .map(([constants, field, space, type]) => {
    const declared = constants.map((one, index) => `const c${index} = ${one}${type}\n`).join('')
    const uses = constants.map((_, index) => `u${index}: c${index}, c${index}`).join(', ')
    return `import { tenant } from '../lib/spec/index.ts'\n${declared}export default tenant({${space}x: ${field}${type}, ${uses}})\n`
  })

test('a value that is read is the value that the compiler’s output has', () => {
  let read = 0
  fc.assert(
    fc.property(spec, (text) => {
      const parsed = parseSpec('tenants/x.ts', text)
      if (!('value' in parsed)) return
      read += 1
      expect(run(text)).toEqual({ value: JSON.parse(JSON.stringify(parsed.value)) })
    }),
    { numRuns: 200 },
  )
  expect(read).toBeGreaterThan(100)
})

test('and so are the examples; texts that differ by a character are refused or mean the same', () => {
  const texts = [...accepted, ...refused].map(([, text]) => text).filter((text) => text.length < 400)
  for (const [, text, expected] of accepted) expect(run(text)).toEqual({ value: expected })
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.constantFrom(...' \n\\\'"`/*(){}[],;:.=-0n_…'),
      fc.nat(2),
      (text, place, sign, cut) => {
        const at = place % (text.length + 1)
        const changed = text.slice(0, at) + sign + text.slice(at + cut)
        const parsed = parseSpec('tenants/x.ts', changed)
        if ('value' in parsed)
          expect(run(changed)).toEqual({ value: JSON.parse(JSON.stringify(parsed.value)) })
      },
    ),
    { numRuns: 500 },
  )
})
