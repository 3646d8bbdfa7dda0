import type { SpecFaults } from './faults.ts'
import { decodeText } from './text.ts'

/** A word, sign or literal of a spec. */
export interface Token {
  /** `dynamic`: a template with a value in it; `signs`: operators and brackets. */
  readonly kind: 'name' | 'text' | 'dynamic' | 'number' | 'pattern' | 'sign' | 'end'
  /** As its author wrote it. */
  readonly raw: string
  /** Of a text: its value. */
  readonly text?: string
  /** Where it begins, in UTF-16 units from the file's begin. */
  readonly at: number
  /** True when a line ends between the token before and this one. */
  readonly newLine: boolean
}

const space = /[ \t\n\r]*/y
const comment = /\/\/[^\n]*|\/\*.*?\*\//sy
const name = /[A-Za-z_$][\w$]*/y
/** Takes more than numbers are: `numberOf` refuses the rest. */
const number = /\.?\d(?:[eE][+-]|[\w$.])*/y
const quoted = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/sy
const pattern = /\/(?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/\w*/y
const sign = /\.\.\.|=>|\?\.|[{}()[\],;:.?=+\-*/%&|^!~<>@]/y

/** Splits the text of a spec. Reads each character once: there is no text that takes long. */
export function scan(source: string, faults: SpecFaults): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  let newLine = false
  let patterns = true

  const match = (what: RegExp): string | undefined => {
    what.lastIndex = at
    return what.exec(source)?.[0]
  }
  const add = (kind: Token['kind'], raw: string, text?: string): void => {
    tokens.push({ kind, raw, at, newLine, ...(text === undefined ? {} : { text }) })
    at += raw.length
    newLine = false
  }
  const literal = (raw: string): void => {
    const decoded = decodeText(raw)
    if ('wrong' in decoded) faults.add(at + decoded.at, 'syntax', { message: decoded.wrong })
    add('text', raw, 'text' in decoded ? decoded.text : '')
  }

  for (;;) {
    const skipped = match(space) ?? ''
    if (skipped.includes('\n')) newLine = true
    at += skipped.length
    if (at >= source.length) break
    const first = source[at] as string
    const remark = match(comment)
    if (remark !== undefined) {
      if (remark.includes('\n')) newLine = true
      at += remark.length
      continue
    }
    const word = match(name)
    if (word !== undefined) {
      add('name', word)
      continue
    }
    const digits = match(number)
    if (digits !== undefined) {
      add('number', digits)
      continue
    }
    if (first === '`') {
      const { raw, isDynamic, isOpen } = template(source, at)
      if (isOpen) {
        faults.add(at, 'syntax', { message: 'this template has no end' })
        faults.readTo(at)
      }
      if (isDynamic || isOpen) add('dynamic', raw)
      else literal(raw)
      continue
    }
    const string = match(quoted)
    if (string !== undefined) {
      literal(string)
      continue
    }
    const maybePattern = patterns && first === '/' && !endsValue(tokens.at(-1))
    const regular = maybePattern ? match(pattern) : undefined
    if (regular !== undefined) {
      add('pattern', regular)
      continue
    }
    // Each try can read the rest of the line.
    if (maybePattern) patterns = false
    const known = match(sign)
    if (known !== undefined && !source.startsWith('/*', at)) {
      add('sign', known)
      continue
    }
    faults.add(at, 'syntax', { message: unknownOf(source, at) })
    // After a text or a comment without an end there is nothing that can be split.
    if (first === "'" || first === '"' || first === '/') {
      faults.readTo(at)
      at = source.length
      break
    }
    at += String.fromCodePoint(source.codePointAt(at) as number).length
  }
  tokens.push({ kind: 'end', raw: '', at: source.length, newLine: true })
  return tokens
}

function unknownOf(source: string, at: number): string {
  const first = String.fromCodePoint(source.codePointAt(at) as number)
  if (first === "'" || first === '"') return 'this text does not end on its line'
  if (first === '/') return 'this comment has no end'
  if (first === '\\') return 'an escape outside of a text'
  return `${first} outside of a text`
}

/** A slash after a value divides; elsewhere a regular expression begins. */
function endsValue(before: Token | undefined): boolean {
  if (before === undefined) return false
  return before.kind === 'sign' ? [')', ']', '}'].includes(before.raw) : true
}

/** A value begins in a template. */
const valueStart = `$\{`

/** A template to its end, with the templates, texts and braces of the values in it. */
function template(source: string, from: number): { raw: string; isDynamic: boolean; isOpen: boolean } {
  /** Of each template that is open: braces that are open in its value, or 0 in its text. */
  const open = [0]
  let at = from + 1
  let isDynamic = false
  while (at < source.length && open.length > 0) {
    const braces = open.at(-1) as number
    const sign = source[at]
    if (sign === '\\') at += 1
    else if (braces === 0) {
      if (sign === '`') open.pop()
      else if (source.startsWith(valueStart, at)) {
        isDynamic = true
        open[open.length - 1] = 1
        at += 1
      }
    } else if (sign === '`') open.push(0)
    else if (sign === '{') open[open.length - 1] = braces + 1
    else if (sign === '}') open[open.length - 1] = braces - 1
    at += 1
  }
  return { raw: source.slice(from, at), isDynamic, isOpen: open.length > 0 }
}
