import { type Code, type Facts, words } from './catalogue.ts'
import type { Finding, FindingOf } from './finding.ts'
import type { Words } from './words.ts'

/** A finding with its words, as people and readers of `--json` get it. */
export interface RenderedFinding {
  readonly code: string
  readonly level: 'error' | 'notice'
  readonly file: string
  readonly field: string
  /** The mistake, with the value received. One sentence without a full stop. */
  readonly why: string
  /** The remedy, in the imperative. One sentence without a full stop. */
  readonly remedy: string
  /** The values that the words are made from; plain JSON. */
  readonly facts: object
}

/** Adds the words to a finding. Every command, page and JSON document gets its words here. */
export function render<C extends Code>({ code, level, file, field, facts }: FindingOf<C>): RenderedFinding {
  const { why, remedy }: Words<Facts[C]> = words[code]
  return { code, level, file, field, why: why(facts), remedy: remedy(facts), facts }
}

/** Adds the words to each of several findings, in their order. */
export function renderAll(findings: readonly Finding[]): RenderedFinding[] {
  return findings.map((one) => render(one))
}
