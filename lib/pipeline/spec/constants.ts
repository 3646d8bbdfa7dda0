import type { TokenReader } from './reader.ts'
import { refuse } from './refusals.ts'
import type { Token } from './scan.ts'
import { emptyMap, type Value } from './values.ts'

const constants: Readonly<Record<string, Value>> = { true: true, false: false, null: null }

/** A truth value, null, or a constant that the file declares above. */
export function readName(reader: TokenReader, start: Token, depth: number): Value | undefined {
  reader.take()
  if (Object.hasOwn(constants, start.raw)) return constants[start.raw]
  // One that was refused has its finding where it is declared.
  if (reader.constants.has(start.raw)) return copy(reader, start, reader.constants.get(start.raw), depth)
  if (start.raw === 'undefined') return refuse(reader, start, 'undefined', 'omit')
  if (start.raw === 'NaN' || start.raw === 'Infinity')
    return refuse(reader, start, `${start.raw}, which is no number`)
  return refuse(reader, start, `${start.raw}, which the file does not declare above`, 'declare')
}

/** Copies count as values, so that constants of constants cannot grow without end. */
function copy(reader: TokenReader, at: Token, value: Value | undefined, depth: number): Value | undefined {
  if (value === undefined || typeof value !== 'object' || value === null) return value
  const copies = Object.entries(value).map(([name, child]): [string, Value] | undefined => {
    const copied = reader.count(at, depth + 1) ? copy(reader, at, child, depth + 1) : undefined
    return copied === undefined ? undefined : [name, copied]
  })
  const whole = copies.filter((one) => one !== undefined)
  if (whole.length < copies.length) return undefined
  if (Array.isArray(value)) return whole.map(([, child]) => child)
  return Object.assign(emptyMap(), Object.fromEntries(whole))
}
