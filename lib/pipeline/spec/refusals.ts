import type { DataAdvice } from '../../findings/words/load.ts'
import type { TokenReader } from './reader.ts'
import type { Token } from './scan.ts'

/** Words that go on with a value on the next line, too. */
export const operators: ReadonlySet<string> = new Set(['as', 'in', 'instanceof', 'satisfies'])

/** A value was read, and something is done to it. */
export function refuseRest(reader: TokenReader): void {
  const token = reader.peek()
  const found =
    token.kind === 'sign' || operators.has(token.raw) || isTemplate(token) ? doneBy(token) : undefined
  if (found !== undefined) refuse(reader, token, found)
  else reader.fault(token, 'syntax', { message: `a comma or an end is missing before ${shorten(token.raw)}` })
}

function isTemplate({ kind, raw }: Token): boolean {
  return kind === 'dynamic' || raw.startsWith('`')
}

const done: Readonly<Record<string, string>> = {
  '(': 'a call',
  '.': 'a field of a value',
  '?.': 'a field of a value',
  '[': 'a field of a value',
  '?': 'a condition',
  '=>': 'a function',
  '=': 'an assignment',
  '!': 'an assertion about a type',
  as: 'a cast, which hides mistakes from the compiler',
}

function doneBy(token: Token): string | undefined {
  if (isTemplate(token)) return 'a tagged template'
  if (token.raw === ':' || token.raw === '{' || token.raw === '...') return undefined
  return done[token.raw] ?? 'an operation'
}

const words: Readonly<Record<string, string>> = {
  async: 'a function',
  await: 'a value that comes later',
  class: 'a class',
  delete: 'an operation',
  function: 'a function',
  import: 'an import in a value',
  new: 'an instance',
  super: 'super',
  this: 'this',
  throw: 'a throw',
  typeof: 'an operation',
  void: 'an operation',
  yield: 'a value that comes later',
}

/** Whether a name begins something that is no data, whatever follows. */
export function isWord(name: string): boolean {
  return Object.hasOwn(words, name)
}

/** A value that is none, by its first token and the one after it. */
export function describe(start: Token, next: Token): readonly [found: string, advice?: DataAdvice] {
  if (start.kind === 'dynamic') return ['a template with values in it', 'text']
  if (start.kind === 'pattern') return ['a regular expression', 'text']
  if (start.kind === 'name') {
    const word = isWord(start.raw) ? words[start.raw] : undefined
    if (word !== undefined) return [word]
    if (next.raw === '(') return [`a call of ${shorten(start.raw)}`]
    return [doneBy(next) ?? 'an expression']
  }
  if (start.raw === '(') return ['a function or a value in parentheses']
  if (start.raw === '<') return ['a cast, which hides mistakes from the compiler']
  if (start.raw === '...') return ['a spread outside of a list or map']
  if (start.raw === '@') return ['a decorator']
  return ['an operation']
}

/** Adds a finding on something that is no data. */
export function refuse(
  reader: TokenReader,
  at: Token,
  found: string,
  advice: DataAdvice = 'value',
): undefined {
  return reader.fault(at, 'not-data', { found, advice })
}

/** Names and texts of a file can be as long as the file. */
export function shorten(raw: string): string {
  return raw.length > 40 ? `${raw.slice(0, 39)}…` : raw
}
