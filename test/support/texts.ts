import { type OptionalField, type Schema, withValue } from './schema-values.ts'

type Path = OptionalField['path']

/** A field of a spec that holds text its author chose, not one word of a list. */
export interface TextField {
  readonly path: Path
  readonly schema: Schema
}

/** Every field of text that a spec has; of lists in each item that it has, of maps in each key. */
export function textFields(schema: Schema, spec: unknown, path: Path = []): TextField[] {
  if (typeof spec === 'string') {
    const fixed = schema.enum !== undefined || schema.const !== undefined
    return schema.type === 'string' && !fixed ? [{ path, schema }] : []
  }
  if (Array.isArray(spec))
    return spec.flatMap((item, index) => textFields(schema.items ?? {}, item, [...path, index]))
  if (typeof spec !== 'object' || spec === null) return []
  const [, ofKeys = {}] = Object.entries(schema.patternProperties ?? {})[0] ?? []
  return Object.entries(spec).flatMap(([key, value]) =>
    textFields(schema.properties?.[key] ?? ofKeys, value, [...path, key]),
  )
}

/** The text of a field. */
export function textAt(spec: unknown, path: Path): string {
  const found = path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    spec,
  )
  return String(found)
}

/**
 * The field's own text with another one at its start, within it or at its end, or the other one alone: the first that the
 * field accepts.
 *
 * @param accepts whether a spec is valid
 */
export function planted<T>(
  spec: T,
  { path }: TextField,
  text: string,
  accepts: (spec: T) => boolean,
): string | undefined {
  const own = textAt(spec, path)
  const places = [own.length, 1, Math.ceil(own.length / 2), own.lastIndexOf('@') + 1, own.indexOf('/') + 2, 0]
  const candidates = [...places.map((at) => own.slice(0, at) + text + own.slice(at)), text]
  return candidates.find((one) => accepts(withValue(spec, path, one)))
}
