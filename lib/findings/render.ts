import { type Code, type Facts, words } from './catalogue.ts'
import type { Finding, FindingOf } from './finding.ts'
import { printable, printableValue } from './printable.ts'
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

/**
 * Adds the words to a finding. Every command, page and JSON document gets its words here. Names and values of others are
 * escaped, so that none of them reaches a terminal as a sequence or begins a line of its own; the facts are as they were.
 */
export function render<C extends Code>({ code, level, file, field, facts }: FindingOf<C>): RenderedFinding {
  const { why, remedy }: Words<Facts[C]> = words[code]
  const shown = printableValue(facts)
  return {
    code,
    level,
    file: printable(file),
    field: printable(field),
    why: why(shown),
    remedy: remedy(shown),
    facts,
  }
}

/** Adds the words to each of several findings, in their order. */
export function renderAll(findings: readonly Finding[]): RenderedFinding[] {
  return findings.map((one) => render(one))
}
