/** Value of a literal text, or its mistake and the place in it. */
export type Decoded = { readonly text: string } | { readonly wrong: string; readonly at: number }

const escaped = /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))/sy
const single: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** Value of a text in single or double quotes, or of a template without values in it; as JavaScript has it. */
export function decodeText(raw: string): Decoded {
  // Git may write the ends of lines in another way: the value is the same.
  const inside = raw.startsWith('`') ? raw.slice(1, -1).replaceAll('\r\n', '\n') : raw.slice(1, -1)
  let text = ''
  let at = 0
  while (at < inside.length) {
    const next = inside.indexOf('\\', at)
    if (next < 0) break
    text += inside.slice(at, next)
    escaped.lastIndex = next
    const [whole = '', long, short, byte, sign = ''] = escaped.exec(inside) ?? []
    const code = long ?? short ?? byte
    // The zero character alone is an escape of a digit.
    const isZero = sign === '0' && !/\d/.test(inside[next + 2] ?? '')
    if (code !== undefined) {
      const point = Number.parseInt(code, 16)
      if (point > 0x10ffff) return { wrong: `${whole} is no character`, at: next + 1 }
      text += String.fromCodePoint(point)
    } else if (/[ux\d\n\r]/.test(sign) && !isZero)
      return {
        wrong: `the escape ${sign === '\n' || sign === '\r' ? 'of a line’s end' : whole} is not allowed`,
        at: next + 1,
      }
    else text += isZero ? '\0' : Object.hasOwn(single, sign) ? single[sign] : sign
    at = next + whole.length
  }
  text += inside.slice(at)
  if (/\p{Cs}/u.test(text)) return { wrong: 'the text holds half of a character', at: 1 }
  return { text }
}
