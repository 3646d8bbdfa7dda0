import { readName } from './constants.ts'
import type { TokenReader } from './reader.ts'
import { refuse, shorten } from './refusals.ts'
import type { Token } from './scan.ts'
import { emptyMap, isMap, kindOf, type Value } from './values.ts'

/** Reads any value at a depth. */
type ReadValue = (reader: TokenReader, depth: number) => Value | undefined

/** Reads a map. Undefined, and findings, where one of its fields is no data. */
export function readMap(reader: TokenReader, depth: number, readValue: ReadValue): Value | undefined {
  const map = emptyMap()
  const written = new Set<string>()
  let isWhole = true
  reader.take()
  while (!reader.takeIf('}')) {
    const start = reader.peek()
    if (start.kind === 'end') return reader.fault(start, 'syntax', { message: '} is missing here' })
    const read = reader.takeIf('...')
      ? readSpread(reader, start, () => readValue(reader, depth))
      : readField(reader, start, depth, () => readValue(reader, depth + 1))
    if (read === undefined) isWhole = false
    for (const [name, value] of Object.entries(read?.fields ?? {})) {
      // A field of a spread may be replaced by a later one; of two that are written one would be lost.
      if (written.has(name)) reader.fault(start, 'repeated-field', { name })
      if (!read?.isSpread) written.add(name)
      map[name] = value
    }
    if (!reader.takeIf(',') && !reader.is('}')) {
      if (read !== undefined || !reader.isEnd())
        reader.fault(reader.peek(), 'syntax', { message: '} is missing here' })
      return undefined
    }
  }
  return isWhole ? map : undefined
}

interface Fields {
  readonly fields: Readonly<Record<string, Value>>
  readonly isSpread: boolean
}

function readSpread(reader: TokenReader, start: Token, read: () => Value | undefined): Fields | undefined {
  const value = read()
  if (value === undefined) return undefined
  if (isMap(value)) return { fields: value, isSpread: true }
  return refuse(reader, start, `a spread of ${kindOf(value)} in a map`)
}

function readField(
  reader: TokenReader,
  start: Token,
  depth: number,
  read: () => Value | undefined,
): Fields | undefined {
  const program = programOf(reader, start)
  if (program !== undefined)
    return skip(reader, refuse(reader, start, program, reader.is('[') ? 'name' : 'value'))
  const name = nameOf(start)
  if (name === undefined)
    return skip(
      reader,
      reader.fault(start, 'syntax', { message: `${shorten(start.raw)} is no name of a field` }),
    )
  // As a name it would set the object that fields are inherited from.
  if (name === '__proto__') refuse(reader, start, '__proto__, which is no field', 'omit')
  const value = readFieldValue(reader, start, depth, read)
  if (value === undefined || name === '__proto__') return undefined
  return { fields: Object.assign(emptyMap(), { [name]: value }), isSpread: false }
}

function readFieldValue(
  reader: TokenReader,
  start: Token,
  depth: number,
  read: () => Value | undefined,
): Value | undefined {
  const next = reader.peek(1)
  if (reader.is(':', 1)) {
    reader.take()
    reader.take()
    return read()
  }
  const isShort = start.kind === 'name' && (next.raw === ',' || next.raw === '}')
  if (isShort && reader.count(start, depth + 1)) return readName(reader, start, depth + 1)
  return skip(reader, reader.fault(next, 'syntax', { message: `: is missing after ${shorten(start.raw)}` }))
}

function skip(reader: TokenReader, fields: undefined): undefined {
  reader.skipTo(({ kind, raw }) => kind === 'sign' && [',', ';', '}', ')', ']'].includes(raw))
  return fields
}

const modifiers: Readonly<Record<string, string>> = {
  async: 'a function',
  get: 'a getter',
  set: 'a setter',
  static: 'a static field',
}

/** `a getter`, `a method`, …; undefined for a field with a value. */
function programOf(reader: TokenReader, start: Token): string | undefined {
  if (start.kind === 'sign' && start.raw === '[') return 'a computed name'
  if (start.kind === 'sign' && start.raw === '*') return 'a function'
  const next = reader.peek(1)
  if (nameOf(start) !== undefined && (reader.is('(', 1) || reader.is('<', 1))) return 'a function'
  if (start.kind !== 'name' || !Object.hasOwn(modifiers, start.raw)) return undefined
  const isModifier = nameOf(next) !== undefined || reader.is('[', 1) || reader.is('*', 1)
  return isModifier ? modifiers[start.raw] : undefined
}

function nameOf({ kind, raw, text }: Token): string | undefined {
  if (kind === 'name') return raw
  if (kind === 'text') return raw.startsWith('`') ? undefined : text
  return kind === 'number' && /^(?:0|[1-9]\d{0,14})$/.test(raw) ? raw : undefined
}
