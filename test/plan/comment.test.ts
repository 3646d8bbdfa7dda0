import { type Node, Parser } from 'commonmark'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planMarkdown } from '../../lib/cli/plan-print.ts'
import { report } from '../support/plan-report.ts'

/** Harmless values that begin or end every construct of Markdown and of GitHub's comments. */
const atoms = [
  '`',
  '``',
  '```',
  '~~~',
  '\\',
  '\\`',
  '*',
  '_',
  '# ',
  '> ',
  '- ',
  '1. ',
  '|',
  '---',
  '===',
  '\n',
  '\r\n',
  '\n\n',
  '\t',
  '    ',
  '\u2028',
  '\u0000',
  '\u202e',
  '\ud800',
  '&lt;',
  '&#96;',
  '&grave;',
  '![x](https://image.example/x.png)',
  '[x](https://link.example)',
  '[x][y]',
  '[y]: https://link.example',
  '<https://auto.example>',
  '<a@mail.example>',
  'https://bare.example',
  '@everyone',
  '@org/team',
  '#1',
  'org/name#2',
  '<b>',
  '</b>',
  '<!--',
  '-->',
  '</details>',
  '<details>',
  '<summary>',
  '</code>',
  '<img src=x>',
  '<?x ?>',
  '<![CDATA[',
  ']]>',
  '$x$',
  ':smile:',
  '[ ]',
  '[^1]',
  '😀',
]

/** At least 200: every atom alone, behind a backtick, and around a text that would be a link. */
const hostile = [
  '',
  ' ',
  '\n',
  ...atoms,
  ...atoms.map((atom) => `\`${atom}\``),
  ...atoms.map((atom) => `a \`\` ${atom} \`\`\` [x](https://link.example) ${atom}`),
  ...atoms.map((atom) => `${atom}${atom}\n\n${atom} @everyone <b>x</b> ![x](https://image.example)`),
]

/** Every place of a report that a pull request fills, filled with the same text. */
function commentOf(text: string): string {
  const at = { clusters: [text], tenants: [text] }
  const summary = { id: text, cluster: text, cell: text, tier: text, ring: text, state: text }
  return planMarkdown(
    report({
      base: { ref: text, commit: `0${text}` },
      reasons: [{ grade: 'danger', code: text, what: text, ...at }],
      findings: [{ code: text, level: 'error', file: text, field: text, why: text, remedy: text, facts: {} }],
      tenants: {
        added: [summary],
        removed: [summary],
        changed: [{ id: text, steps: [text], fields: [{ path: text, before: text, after: text }] }],
      },
      code: [{ folder: text, files: 1 }],
      clusters: [{ name: text, created: 1, updated: 1, deleted: 1, rerun: 1, refused: 1 }],
      changes: [
        {
          action: 'update',
          objects: 2,
          kinds: [text],
          names: [text],
          fields: [{ path: text, before: text }],
          ...at,
        },
      ],
      refusals: [{ by: 'aws', kind: text, name: text, path: text, why: text, ...at }],
      dataLoss: [{ what: text, kind: text, name: text, guard: 'none', ...at }],
      failovers: [{ kind: 'failover', cell: text, from: text, to: text, ...at }],
      promotions: [{ change: 'promoted', kind: text, name: text, ...at }],
      guards: [{ kind: text, name: text, path: text, what: text, ...at }],
      restarts: [{ workload: text, how: 'rolling', downtime: text, why: [text], ...at }],
      flows: [{ change: 'opened', direction: 'out', pods: text, peer: text, ports: text, ...at }],
      walls: [
        {
          wall: 'rights',
          title: text,
          grade: 'danger',
          kind: text,
          name: text,
          statement: text,
          after: text,
          ...at,
        },
      ],
      people: [{ grade: 'danger', code: 'locked-out', what: text, steps: [text], ...at }],
      hosts: [{ change: 'new', host: text, ...at }],
      rings: [{ ring: text, image: text, before: [text], after: text, ...at }],
      capacity: [
        {
          scope: text,
          resource: text,
          beforeUsed: 1,
          beforeLimit: 2,
          used: 1,
          limit: 2,
          percent: 50,
          by: text,
        },
      ],
      cost: {
        deltaUsdPerMonth: 1,
        clusters: [{ name: text, beforeUsdPerMonth: 1, afterUsdPerMonth: 2 }],
        services: [{ name: text, beforeUsdPerMonth: 1, afterUsdPerMonth: 2 }],
        tenants: [{ name: text, beforeUsdPerMonth: 1, afterUsdPerMonth: 2 }],
      },
    }),
    undefined,
    'file',
  )
}

/** Constructs and texts of a comment outside of code spans, as the parser of the specification sees them. */
function rendered(markdown: string): { readonly shape: string[]; readonly texts: string[] } {
  const walker = new Parser().parse(markdown).walker()
  const shape: string[] = []
  const texts: string[] = []
  for (let step = walker.next(); step; step = walker.next()) {
    const node: Node = step.node
    if (!step.entering) continue
    shape.push(node.type)
    if (node.type !== 'code' && node.literal) texts.push(node.literal)
  }
  return { shape, texts }
}

const harmless = rendered(commentOf('word'))
/** Counts of the report's sections are its own. */
const own = new Set(harmless.texts)

function escapes(text: string): string[] {
  const { shape, texts } = rendered(commentOf(text))
  const alien = texts.filter((one) => !own.has(one))
  const forbidden = shape.filter((type) =>
    [
      'link',
      'image',
      'html_inline',
      'code_block',
      'block_quote',
      'emph',
      'strong',
      'thematic_break',
    ].includes(type),
  )
  return [...alien, ...forbidden, ...(shape.join() === harmless.shape.join() ? [] : ['another structure'])]
}

describe('no text of a pull request leaves its code span', () => {
  test('there are at least 200 hostile texts, and the harmless comment has code alone', () => {
    expect(new Set(hostile).size).toBeGreaterThanOrEqual(200)
    expect(harmless.shape.filter((type) => type === 'code').length).toBeGreaterThan(30)
    expect(harmless.shape).not.toContain('link')
    // The only HTML folds sections.
    expect(
      harmless.texts
        .filter((one) => one.includes('<'))
        .every((one) => /^<\/?details>|^<!-- paddock plan -->$/.test(one)),
    ).toBe(true)
  })

  test('each of them', () => {
    expect(hostile.flatMap((text) => escapes(text).map((what) => [text, what]))).toEqual([])
  })

  test('any mixture of them', () => {
    const mixture = fc.array(
      fc.oneof(fc.constantFrom(...atoms), fc.string({ unit: 'binary', maxLength: 6 })),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(mixture, (parts) => {
        expect(escapes(parts.join(''))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

test('a plan that main’s code made of the pull request’s data is headed so', () => {
  const text = planMarkdown(report({}), undefined, 'recomputed')
  expect(text).toMatch(/^Main’s code made this plan\./m)
  expect(text).not.toContain('claim of its author')
})

test('a plan from a file is headed as the claim of the pull request', () => {
  expect(planMarkdown(report({}), undefined, 'file')).toMatch(
    /^The code of the pull request itself made this plan: it is the claim of its author\./m,
  )
  expect(planMarkdown(report({}))).not.toContain('claim of its author')
})
