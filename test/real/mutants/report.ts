import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../../support/workspace.ts'
import type { Killer } from './check.ts'
import { reasonFor } from './unnoticed.ts'

/** Leaves of one kind and path. */
export interface Group {
  readonly kind: string
  readonly pattern: string
  /** Reason why they are not relevant. */
  readonly harmless?: string
  readonly leaves: number
  /** Leaves whose mutants were tried. */
  tried: number
  mutants: number
  /** Leaves by the check that noticed the last of their mutants. */
  readonly noticed: Partial<Record<Killer, number>>
  /** One mutant of each leaf that has one which nothing noticed. */
  readonly unnoticed: string[]
}

const document = join(repository, 'docs/verification.md')
const begin = '<!-- written by `npm run verify:mutants` -->'
const end = '<!-- end of the written part -->'

/** Writes figures and the unnoticed settings into docs/verification.md. Returns the share of relevant ones that are noticed. */
export function writeReport(groups: readonly Group[]): number {
  const relevant = groups.filter(({ harmless }) => harmless === undefined)
  const tried = sum(relevant, (one) => one.tried)
  const open = sum(relevant, (one) => one.unnoticed.length)
  const text = readFileSync(document, 'utf8')
  const [before, rest = ''] = text.split(begin)
  const [, after] = rest.split(end)
  if (before === undefined || after === undefined) throw new Error(`${document} has no part to write`)
  const parts = [figures(groups, relevant), harmlessTable(groups), unnoticedList(relevant)]
  writeFileSync(document, `${before}${begin}\n\n${parts.join('\n\n')}\n\n${end}${after}`)
  return 1 - open / tried
}

function figures(groups: readonly Group[], relevant: readonly Group[]): string {
  const tried = sum(relevant, (one) => one.tried)
  const open = sum(relevant, (one) => one.unnoticed.length)
  const killers: readonly Killer[] = ['intent table', 'verifier', 'fields of compositions', 'policy tests']
  const by = killers.map((name) => [
    `noticed, the last of its mutants by: ${name}`,
    sum(relevant, (one) => one.noticed[name] ?? 0),
  ])
  return table(
    ['settings', 'number'],
    [
      ['in the sample', sum(groups, (one) => one.leaves)],
      ['kinds and paths of them', groups.length],
      ['kinds and paths that matter', relevant.length],
      ['settings of these that were changed', tried],
      ['changes', sum(relevant, (one) => one.mutants)],
      ...by,
      ['not noticed', open],
      ['noticed, in %', Math.floor((1000 * (tried - open)) / tried) / 10],
    ],
  )
}

function harmlessTable(groups: readonly Group[]): string {
  const rows = new Map<string, number>()
  for (const { harmless, leaves } of groups)
    if (harmless !== undefined) rows.set(harmless, (rows.get(harmless) ?? 0) + leaves)
  return `Settings that do not matter here, and the reasons:\n\n${table(['reason', 'settings'], [...rows])}`
}

function unnoticedList(relevant: readonly Group[]): string {
  const reasons = new Map<string, Map<string, string[]>>()
  for (const { kind, pattern, unnoticed } of relevant) {
    if (unnoticed.length === 0) continue
    const reason = reasonFor(kind, pattern)
    const kinds = reasons.get(reason) ?? new Map<string, string[]>()
    kinds.set(kind, [...(kinds.get(kind) ?? []), shortened(pattern)])
    reasons.set(reason, kinds)
  }
  const items = [...reasons].map(([reason, kinds]) => {
    const lines = [...kinds].map(
      ([kind, paths]) => `  - ${kind}: ${[...new Set(paths)].map((path) => `\`${path}\``).join(', ')}`,
    )
    return [
      `- ${reason} (${sum([...kinds.values()], ({ length }) => length)} kinds and paths)`,
      ...lines,
    ].join('\n')
  })
  return `Settings that matter and that nothing noticed, by the reason:\n\n${items.join('\n')}`
}

/** The path without the parts that every object of its kind has. */
function shortened(pattern: string): string {
  return pattern
    .replace(/^\./, '')
    .replace(/^base\.spec\.forProvider\./, '')
    .replace(/^spec\.(jobTemplate\.spec\.)?(template\.spec\.)?/, '')
}

/** A table as the documents have it, with columns of one width. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`
  const [first = [], ...others] = cells
  return [
    line(first),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...others.map(line),
  ].join('\n')
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((total, item) => total + of(item), 0)
}
