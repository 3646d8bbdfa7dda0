import { types } from 'node:util'

/** Where a value holds something that is no data, and what it is. */
export class NotData extends Error {
  /** Dotted path, empty for the value itself. */
  readonly field: string
  /** `a function`, `a getter`, … */
  readonly what: string

  constructor(field: string, what: string) {
    super(`${field} is ${what}`)
    this.field = field
    this.what = what
  }
}

/**
 * A copy of a value that is nothing but text, numbers, truth values, lists and maps; a field that is `undefined` is
 * left out. Nothing of the value is run.
 *
 * @throws {NotData}
 */
export function plainCopy(value: unknown, field = '', above: readonly object[] = []): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      if (Number.isFinite(value)) return value
      throw new NotData(field, String(value))
    case 'object':
      return value === null ? null : copyObject(value, field, above)
    default:
      throw new NotData(field, value === undefined ? 'undefined' : `a ${typeof value}`)
  }
}

function copyObject(value: object, field: string, above: readonly object[]): unknown {
  if (types.isProxy(value)) throw new NotData(field, 'a proxy')
  if (above.includes(value)) throw new NotData(field, 'a part of itself')
  const inside = [...above, value]
  const isList = Array.isArray(value)
  if (!isList && !isMap(value)) {
    const { name } = value.constructor ?? {}
    throw new NotData(field, `an instance of ${typeof name === 'string' && name !== '' ? name : 'a class'}`)
  }
  const fields = Object.entries(Object.getOwnPropertyDescriptors(value))
  const copied = fields.flatMap(([name, descriptor]): [string, unknown][] => {
    // The length of a list is none of its items.
    if (!descriptor.enumerable) return []
    const at = isList ? `${field}[${name}]` : field === '' ? name : `${field}.${name}`
    if (descriptor.get || descriptor.set) throw new NotData(at, 'a getter')
    if (descriptor.value === undefined && !isList) return []
    return [[name, plainCopy(descriptor.value, at, inside)]]
  })
  return isList ? copied.map(([, child]) => child) : Object.fromEntries(copied)
}

/** An object literal of whichever world: nothing stands between it and `null` but `Object.prototype`. */
function isMap(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
