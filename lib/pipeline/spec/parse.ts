import type { Finding } from '../../findings/finding.ts'
import { checkCharacters } from './characters.ts'
import { SpecFaults } from './faults.ts'
import { TokenReader } from './reader.ts'
import { scan } from './scan.ts'
import { readStatements } from './statements.ts'
import type { SpecValue } from './values.ts'

/** The value of a spec, or everything that is wrong with its text. */
export type ParsedSpec = { readonly value: SpecValue } | { readonly findings: readonly Finding[] }

/**
 * Reads the value of a spec from its text. Nothing of the text is run: a spec is the part of TypeScript that says a
 * value, and everything else is a finding with its line.
 *
 * @param file `tenants/<name>.ts` or `clusters/<name>.ts`
 */
export function parseSpec(file: string, text: string): ParsedSpec {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const faults = new SpecFaults(file, source)
  checkCharacters(source, faults)
  const reader = new TokenReader(scan(source, faults), faults)
  const value = readStatements(reader, file.startsWith('tenants/') ? 'tenant' : 'cluster')
  if (!faults.isEmpty) return { findings: faults.findings() }
  // Without a finding the tenant would just be missing.
  if (value === undefined) throw new Error(`${file} is refused without a reason`)
  return { value }
}
