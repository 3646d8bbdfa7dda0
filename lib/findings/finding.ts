import type { Code, Facts } from './catalogue.ts'

/**
 * A finding of one code: an input or an output breaks a rule. It is data; {@link render} makes its words.
 *
 * A finding is for a mistake of the user or a fact that they should know; a bug of ours is thrown instead.
 */
export interface FindingOf<C extends Code> {
  /** The rule, kebab-case and stable: `model-fit`, `unknown-field`. */
  readonly code: C
  /** `error` stops the run before anything is written; `notice` is shown and the run continues. */
  readonly level: 'error' | 'notice'
  /** Path of the file from the repo's root, with forward slashes: `tenants/acme.ts`. */
  readonly file: string
  /** Dotted path in that file: `models[0]`, `database.mode`; empty when the whole file is meant. */
  readonly field: string
  /** The values that the words are made from; plain JSON. */
  readonly facts: Facts[C]
}

/** A finding of any code; `code` determines its facts. */
export type Finding = { readonly [C in Code]: FindingOf<C> }[Code]

/** The place of a finding. */
export interface FindingLocation {
  readonly file: string
  /** The whole file unless given. */
  readonly field?: string
}

/** An error as a finding. */
export function error<C extends Code>(
  code: C,
  { file, field = '' }: FindingLocation,
  facts: Facts[C],
): FindingOf<C> {
  return { code, level: 'error', file, field, facts }
}

/** A notice as a finding. */
export function notice<C extends Code>(
  code: C,
  { file, field = '' }: FindingLocation,
  facts: Facts[C],
): FindingOf<C> {
  return { code, level: 'notice', file, field, facts }
}

type Sortable = FindingLocation & { readonly level: string; readonly code: string; readonly facts: object }

/** Errors first, then by file, field and code: the same set of findings prints the same on every machine. */
export function sortFindings<T extends Sortable>(findings: readonly T[]): T[] {
  const keyed = findings.map((one) => ({
    one,
    key: [one.level, one.file, placeKey(one.field), one.code, JSON.stringify(one.facts)].join('\0'),
  }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one)
}

/** Line 2 comes before line 10. */
function placeKey(field = ''): string {
  return field.startsWith('line ') ? field.replaceAll(/\d+/g, (digits) => digits.padStart(6, '0')) : field
}
