/**
 * A report about an input or an output, for a person: data, printed in one place (lib/cli/print.ts).
 *
 * A finding is for a mistake of the user or a fact that they should know; a bug of ours is thrown instead.
 */
export interface Finding {
  /** The rule that speaks, kebab-case and stable: `model-fit`, `unknown-field`. */
  readonly code: string
  /** `error` stops the run before anything is written; `notice` is shown and does not stop it. */
  readonly level: 'error' | 'notice'
  /** Path of the file from the repo's root, with forward slashes: `tenants/acme.ts`. */
  readonly file: string
  /** Dotted path in that file: `models[0]`, `database.mode`; empty when the whole file is meant. */
  readonly field: string
  /** The mistake, with the value received. One sentence, no full stop. */
  readonly why: string
  /** The remedy, in the imperative. One sentence, no full stop. */
  readonly remedy: string
}

/** An error as a finding. */
export function error(code: string, file: string, field: string, why: string, remedy: string): Finding {
  return { code, level: 'error', file, field, why, remedy }
}

/** A notice as a finding. */
export function notice(code: string, file: string, field: string, why: string, remedy: string): Finding {
  return { code, level: 'notice', file, field, why, remedy }
}

/** Errors first, then by file, field and code: the same set of findings prints the same on every machine. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const key = (f: Finding) => [f.level, f.file, f.field, f.code, f.why].join('\0')
  return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}
