import { isRecord } from '../record.ts'

/** A map of JSON whose shape the schema may have refused: a rule reads it with the functions of this file. */
export type Value = Readonly<Record<string, unknown>>

/** A broken rule: where below the value, as `/ports/0/name`, and words that follow the value in a sentence. */
export interface Problem {
  readonly at: string
  readonly words: string
}

/** A rule of the API server on several fields of one definition. */
export type Rule = (value: Value) => readonly Problem[]

export function problem(at: string, words: string): Problem {
  return { at, words }
}

/** A problem when a condition does not hold. */
export function unless(holds: boolean, at: string, words: string): readonly Problem[] {
  return holds ? [] : [{ at, words }]
}

/** A field that is a map; an empty map when it is absent or something else. */
export function mapAt(value: Value, field: string): Value {
  const found = value[field]
  return isRecord(found) ? found : {}
}

/** The maps of a list, each with its place. */
export function mapsAt(value: Value, field: string): readonly (readonly [string, Value])[] {
  return listAt(value, field).flatMap((item, index) =>
    isRecord(item) ? [[`/${field}/${index}`, item] as const] : [],
  )
}

/** The items of a field that is a list. */
export function listAt(value: Value, field: string): readonly unknown[] {
  const found = value[field]
  return Array.isArray(found) ? found : []
}

/** A field that is a text; an empty one when it is absent or something else. */
export function textAt(value: Value, field: string): string {
  const found = value[field]
  return typeof found === 'string' ? found : ''
}

/** Whether a field is there, and not an empty text or list, which the API server reads as absent. */
export function has(value: Value, field: string): boolean {
  const found = value[field]
  return (
    found !== undefined && found !== null && found !== '' && !(Array.isArray(found) && found.length === 0)
  )
}

/** Exactly one of some fields is there. */
export function exactlyOne(value: Value, fields: readonly string[], at = ''): readonly Problem[] {
  const given = fields.filter((field) => value[field] !== undefined)
  return unless(given.length === 1, at, `must have exactly one of ${fields.join(', ')}`)
}

/** At most one of some fields is there. */
export function atMostOne(value: Value, fields: readonly string[], at = ''): readonly Problem[] {
  const given = fields.filter((field) => has(value, field))
  return unless(given.length <= 1, at, `may have only one of ${given.join(', ')}`)
}

/** The keys of items differ. */
export function distinct(
  items: readonly (readonly [string, Value])[],
  keyOf: (item: Value) => string | undefined,
  what: string,
): readonly Problem[] {
  const seen = new Set<string>()
  return items.flatMap(([at, item]) => {
    const key = keyOf(item)
    if (key === undefined) return []
    const repeated = seen.has(key)
    seen.add(key)
    return repeated ? [problem(at, `repeats the ${what} ${key}`)] : []
  })
}

/** Problems of items at their places. */
export function inEach(
  items: readonly (readonly [string, Value])[],
  rule: (item: Value) => readonly Problem[],
): readonly Problem[] {
  return items.flatMap(([at, item]) => rule(item).map((one) => ({ ...one, at: `${at}${one.at}` })))
}
