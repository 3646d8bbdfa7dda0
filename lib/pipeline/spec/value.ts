import { readName } from './constants.ts'
import { readMap } from './map.ts'
import { numberOf } from './numbers.ts'
import type { TokenReader } from './reader.ts'
import { describe, isWord, operators, refuse, refuseRest } from './refusals.ts'
import type { Token } from './scan.ts'
import { readType } from './type.ts'
import { kindOf, type Value } from './values.ts'

/** Begins of statements: where one begins on a new line, the value before it has ended. */
const statements = new Set(['import', 'const', 'export'])
const closers = new Set([',', ']', '}', ')', ';'])

/**
 * Reads a value. Undefined, and a finding, where the text says anything else.
 *
 * @param isWhole true where the value is followed by the end of its statement, not by a sign
 */
export function readValue(reader: TokenReader, depth: number, isWhole = false): Value | undefined {
  const start = reader.peek()
  const value = readPrimary(reader, start, depth)
  const last = (token: Token) => endsValue(token, isWhole)
  while (value !== undefined && !last(reader.peek())) {
    if (reader.is('as') && reader.is('const', 1) && !reader.peek().newLine) {
      reader.take()
      reader.take()
    } else if (reader.is('satisfies') && !reader.peek().newLine) {
      reader.take()
      if (!readType(reader)) break
    } else {
      refuseRest(reader)
      break
    }
  }
  if (last(reader.peek())) return value
  reader.skipTo((token) => endsValue(token, isWhole, statements))
  return undefined
}

function endsValue(token: Token, isWhole: boolean, words?: ReadonlySet<string>): boolean {
  if (token.kind === 'end') return true
  if (token.kind === 'sign') return closers.has(token.raw)
  if (!isWhole || !token.newLine || token.kind !== 'name') return false
  return words ? words.has(token.raw) : !operators.has(token.raw)
}

/** Reads the value that begins here, without anything that is done to it. */
function readPrimary(reader: TokenReader, start: Token, depth: number): Value | undefined {
  if (closers.has(start.raw) || start.kind === 'end')
    return reader.fault(start, 'syntax', { message: 'a value is missing here' })
  if (!reader.count(start, depth)) return undefined
  if (start.kind === 'text') return reader.take().text
  if (start.kind === 'number') return readNumber(reader, start, 1)
  if (reader.is('-') && reader.peek(1).kind === 'number') {
    reader.take()
    return readNumber(reader, start, -1)
  }
  if (reader.is('[')) return readList(reader, depth)
  if (reader.is('{')) return readMap(reader, depth, readValue)
  const next = reader.peek(1)
  if (start.kind === 'name' && !isWord(start.raw) && (endsName(next) || reader.constants.has(start.raw)))
    return readName(reader, start, depth)
  const [found, advice] = describe(start, next)
  return refuse(reader, start, found, advice)
}

function readNumber(reader: TokenReader, start: Token, sign: 1 | -1): number | undefined {
  const number = numberOf(reader.take().raw)
  if ('wrong' in number) return refuse(reader, start, number.wrong)
  if (sign < 0 && number.value === 0) return refuse(reader, start, 'a negative zero')
  return sign * number.value
}

/** Whether a name before this token is the whole value. */
function endsName(next: Token): boolean {
  if (next.kind === 'sign') return closers.has(next.raw)
  return next.kind === 'end' || next.newLine || next.raw === 'as' || next.raw === 'satisfies'
}

function readList(reader: TokenReader, depth: number): Value | undefined {
  const list: Value[] = []
  let isWhole = true
  reader.take()
  while (!reader.takeIf(']')) {
    const start = reader.peek()
    if (reader.is(',')) {
      isWhole = false
      refuse(reader, reader.take(), 'an empty place in a list')
      continue
    }
    const isSpread = reader.takeIf('...')
    const item = readValue(reader, depth + 1)
    if (item === undefined) isWhole = false
    else if (!isSpread) list.push(item)
    else if (Array.isArray(item)) list.push(...item)
    else reader.fault(start, 'not-data', { found: `a spread of ${kindOf(item)} in a list`, advice: 'value' })
    if (!reader.takeIf(',') && !reader.is(']'))
      return reader.fault(reader.peek(), 'syntax', { message: '] is missing here' })
  }
  return isWhole ? list : undefined
}
