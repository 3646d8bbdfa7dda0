import { printable } from '../findings/printable.ts'
import type { PlanReport } from '../plan/report.ts'
import type { Mark, Page, PageOptions } from './plan-layout.ts'
import { layOut, short } from './plan-page.ts'
import type { Colors } from './print.ts'

const signs: Readonly<Record<Mark, string>> = {
  added: '+',
  changed: '~',
  removed: '−',
  danger: '✖',
  review: '●',
  plain: ' ',
}

/** A plan as text for a terminal. */
export function planText(report: PlanReport, options: PageOptions, colors: Colors): string {
  const page = layOut(report, options)
  const paint: Readonly<Record<Mark, (text: string) => string>> = {
    added: colors.green,
    changed: colors.yellow,
    removed: colors.red,
    danger: colors.red,
    review: colors.yellow,
    plain: String,
  }
  const sections = page.sections.map(({ title, lines, more }) =>
    [
      colors.bold(title),
      ...lines.flatMap(({ mark, text, details }) => [
        `  ${paint[mark](signs[mark])} ${printable(text)}`,
        ...details.map((detail) => colors.dim(`      ${printable(detail)}`)),
      ]),
      ...(more > 0 ? [colors.dim(`    and ${more} more; --full shows them`)] : []),
    ].join('\n'),
  )
  return [colors.bold(printable(page.title)), ...sections].join('\n\n')
}

/** First line of the comment, by which the next run finds and replaces it. */
export const commentMark = '<!-- paddock plan -->'
/** GitHub takes 65,536 characters; the rest is for what surrounds the text. */
const longestComment = 60_000

/**
 * A plan as the comment of a pull request. Every text comes from the pull request itself: it is in code spans, so it
 * can neither mention people nor draw a link or an image.
 */
export function planMarkdown(
  report: PlanReport,
  options: PageOptions = short,
  source: PlanSource = 'own',
): string {
  const page = layOut(report, options)
  const findings = report.findings.filter(({ level }) => level === 'error')
  const parts = [
    commentMark,
    `## ${heads[report.verdict]} Plan: ${code(page.title)}`,
    ...(source === 'own' ? [] : [origins[source]]),
    ...(findings.length > 0
      ? [
          findings
            .map(
              ({ file, field, why, remedy }) =>
                `- ✖ ${code([file, field].filter(Boolean).join(' '))} ${code(why)} → ${code(remedy)}`,
            )
            .join('\n'),
        ]
      : []),
    ...page.sections.map(markdownSection),
  ]
  return clip(parts)
}

/**
 * Origin of a plan in a comment. `file`: the pull request's code made it, so it is data of its author. `recomputed`: main's
 * code made it of the pull request's data. `own`: the code that prints it made it.
 */
export type PlanSource = 'own' | 'file' | 'recomputed'

const origins: Readonly<Record<Exclude<PlanSource, 'own'>, string>> = {
  file: 'The code of the pull request itself made this plan: it is the claim of its author. Main’s code only checked its form and printed it.',
  recomputed: 'Main’s code made this plan. The pull request changes specs and `dist` alone, and no code.',
}

const heads = { safe: '✅', review: '👀', dangerous: '🛑', wrong: '❌' } as const
/** The sections that a reader needs first; the others fold. */
const open = new Set([
  'Why',
  'Tenants',
  'Failover',
  'People',
  'Walls',
  'Data at risk',
  'Protections removed',
  'Refused in place',
])

function markdownSection({ title, lines, more }: Page['sections'][number]): string {
  const items = lines.flatMap(({ mark, text, details }) => [
    `- ${mark === 'plain' ? '' : `${markdownSign(mark)} `}${code(text)}`,
    ...details.map((detail) => `  - ${code(detail)}`),
  ])
  const body = [...items, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')
  return open.has(title)
    ? `### ${title}\n\n${body}`
    : `<details><summary><b>${title}</b> (${lines.length + more})</summary>\n\n${body}\n\n</details>`
}

/** A plus that begins an item would begin a list within it, and not be seen. */
function markdownSign(mark: Mark): string {
  return mark === 'added' ? `\\${signs.added}` : signs[mark]
}

/** A code span that its text cannot leave. */
function code(text: string): string {
  // An empty span is two backticks, which would open a span that ends in another text.
  const flat = printable(text.replaceAll(/\s+/g, ' ').trim()) || '(empty)'
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 ? ' ' : ''
  return `${fence}${pad}${flat}${pad}${fence}`
}

/** Whole sections, as many as a comment holds. */
function clip(parts: readonly string[]): string {
  const kept: string[] = []
  let length = 0
  for (const part of parts) {
    length += part.length + 2
    if (length > longestComment) {
      kept.push('The rest is too long for a comment; `npx paddock plan --full` shows it.')
      break
    }
    kept.push(part)
  }
  return `${kept.join('\n\n')}\n`
}
