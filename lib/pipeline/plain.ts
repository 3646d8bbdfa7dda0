import { types } from 'node:util'

/** Path and kind of a part of a value that is not data. */
export interface NotData {
  /** Dotted path, empty for the value itself. */
  readonly field: string
  /** `a function`, `a getter`, … */
  readonly what: string
}

/** A copy, or all parts that are not data. */
export type PlainCopy = { readonly copy: unknown } | { readonly notData: readonly NotData[] }

/**
 * A copy of a value that is nothing but text, numbers, truth values, lists and maps; a field that is `undefined` is
 * left out. Nothing of the value is run.
 */
export function plainCopy(value: unknown): PlainCopy {
  const notData: NotData[] = []
  const copy = copyValue({ value, field: '', above: [] }, notData)
  return notData.length > 0 ? { notData } : { copy }
}

/** A value, its dotted path, and what holds it, from the outermost in. */
interface LocatedValue {
  readonly value: unknown
  readonly field: string
  readonly above: readonly object[]
}

function copyValue({ value, field, above }: LocatedValue, notData: NotData[]): unknown {
  const refuse = (what: string) => void notData.push({ field, what })
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : refuse(String(value))
    case 'object':
      return value === null ? null : copyObject(value, field, above, notData)
    default:
      return refuse(value === undefined ? 'undefined' : `a ${typeof value}`)
  }
}

function copyObject(value: object, field: string, above: readonly object[], notData: NotData[]): unknown {
  const refuse = (what: string, at = field) => void notData.push({ field: at, what })
  if (types.isProxy(value)) return refuse('a proxy')
  if (above.includes(value)) return refuse('a part of itself')
  const inside = [...above, value]
  const isList = Array.isArray(value)
  if (!isList && !isMap(value)) {
    const { name } = value.constructor ?? {}
    return refuse(`an instance of ${typeof name === 'string' && name !== '' ? name : 'a class'}`)
  }
  const fields = Object.entries(Object.getOwnPropertyDescriptors(value))
  const copied = fields.flatMap(([name, descriptor]): [string, unknown][] => {
    // The length of a list is none of its items.
    if (!descriptor.enumerable) return []
    const at = isList ? `${field}[${name}]` : field === '' ? name : `${field}.${name}`
    if (descriptor.get || descriptor.set) {
      refuse('a getter', at)
      return []
    }
    if (descriptor.value === undefined && !isList) return []
    return [[name, copyValue({ value: descriptor.value, field: at, above: inside }, notData)]]
  })
  return isList ? copied.map(([, child]) => child) : Object.fromEntries(copied)
}

/** An object literal of any realm: its prototype is `null`, or an `Object.prototype`. */
function isMap(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
