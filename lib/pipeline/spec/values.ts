/** A part of a spec: text, number, truth value, null, list or map. Maps have no prototype. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

/** A spec as its author wrote it. */
export type SpecValue = { readonly [name: string]: Value }

/** A map that nothing is inherited by: a field is there only if the file says so. */
export function emptyMap(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>
}

/** Whether a value is a map. */
export function isMap(value: Value): value is SpecValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `a list`, `a number`, …: for messages. */
export function kindOf(value: Value): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return isMap(value) ? 'a map' : typeof value === 'string' ? 'a text' : `a ${typeof value}`
}
