/** Controls, marks of direction and other characters that a terminal obeys or does not show. Joiners of emoji are shown. */
const unseen = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A text of somebody else on one line: no sequence in it moves a cursor, sets a colour or begins a line. */
export function printable(text: string): string {
  return text.replaceAll(unseen, (sign) => short[sign] ?? escapeOf(sign))
}

/** The same of all texts in a value. */
export function printableValue<T>(value: T): T {
  return mapTexts(value) as T
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map(mapTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, mapTexts(child)]))
}

/** JSON that a terminal shows as it is: the same value, with escapes that `JSON.stringify` leaves out. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(unseen, (sign) =>
    sign === '\n' ? sign : escapeOf(sign),
  )
}

function escapeOf(sign: string): string {
  // Two halves of a character above U+FFFF are two escapes, as in JSON.
  return [...Array(sign.length).keys()]
    .map((index) => `\\u${sign.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('')
}
