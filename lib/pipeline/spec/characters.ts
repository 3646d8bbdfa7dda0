import type { SpecFaults } from './faults.ts'

/**
 * Characters that a reader of the file does not see as they are: controls, a lone carriage return, ends of lines that
 * only JavaScript knows, marks of direction and other invisible ones. Joiners are left: emoji and Persian need them.
 *
 * @see https://trojansource.codes
 */
const unseen = /(?![\t\n\u200C\u200D]|\r\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Reports each character that could make a file read otherwise than it is. */
export function checkCharacters(source: string, faults: SpecFaults): void {
  for (const { 0: sign, index } of source.matchAll(unseen)) {
    const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    faults.add(index, 'spec-characters', { character: `U+${code}` })
  }
}
