import { describe, expect, test } from 'vitest'
import { type Code, type Facts, words } from '../../lib/findings/catalogue.ts'
import { error, type FindingOf, notice, sortFindings } from '../../lib/findings/finding.ts'
import { render, renderAll } from '../../lib/findings/render.ts'
import { examples } from './examples.ts'

const at = { file: 'tenants/acme.ts', field: 'models[0]' }
const all = (Object.entries(examples) as [Code, object][]).flatMap(([code, given]) =>
  Array.isArray(given)
    ? given.map((facts: object, index) => ({ name: `${code} ${index}`, code, facts }))
    : Object.entries(given).map(([problem, facts]) => ({
        name: `${code} ${problem}`,
        code,
        facts: { ...(facts as object), problem },
      })),
)
const findings = all.map(({ code, facts }) => error(code, at, facts as Facts[typeof code]))

test('every code has an example', () => {
  expect(Object.keys(examples).sort()).toEqual(Object.keys(words).sort())
})

/** docs/style.md: an actor or a thing is the subject, and the verbs are the usual ones. */
const clauseAsSubject = /^(?:what|whatever|who|whoever|which|that which|those who|one that)\b/i
const oldWords = /\b(?:mend|mends|doors?|tells?|told|stands?|stood|unasked)\b/
const instruction =
  /^(?:did you mean .*\?( Add .*)?|(?:add|ask|bind|call|change|check|choose|compare|correct|create|drop|escape|fetch|fill|fix|give|import|inform|install|keep|leave|let|look|lower|make|move|name|narrow|pin|promise|project|publish|put|raise|register|release|remove|rename|run|see|set|shorten|split|spread|suspend|use|write)\b.*[^.])$/s

describe.each(all)('$name', ({ code, facts }) => {
  const { why, remedy } = render(error(code, at, facts as Facts[typeof code]))

  test('states the problem in one sentence without a full stop', () => {
    expect(why).toMatch(/[^.\s]$/)
    expect(why).not.toMatch(clauseAsSubject)
    expect(why).not.toMatch(oldWords)
    expect(why).not.toMatch(/undefined|\[object|NaN|^\s/)
  })

  test('has an instruction as its remedy', () => {
    expect(remedy).toMatch(instruction)
    expect(remedy).not.toMatch(oldWords)
    expect(remedy).not.toMatch(/undefined|\[object|NaN/)
  })

  test('keeps its facts as plain JSON beside the words', () => {
    const rendered = render(error(code, at, facts as Facts[typeof code]))
    expect(JSON.parse(JSON.stringify(rendered))).toEqual({ ...at, level: 'error', code, why, remedy, facts })
  })
})

test('findings are sorted by level, file, field and code, whatever order they come in', () => {
  const mixed = [...findings, notice('image-unpinned', { file: 'a' }, {})] as FindingOf<Code>[]
  const printed = (list: readonly FindingOf<Code>[]) => sortFindings(list).map((one) => render(one))
  expect(printed([...mixed].reverse())).toEqual(printed(mixed))
  expect(printed(mixed).at(-1)).toMatchObject({ level: 'notice' })
})

test('the words of a list come in its order', () => {
  const two = [error('env', at, { variable: 'A' }), error('env', at, { variable: 'B' })]
  expect(renderAll(two).map(({ why }) => why)).toEqual(['A is set twice', 'B is set twice'])
})
