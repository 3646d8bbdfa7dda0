import type { TObject } from 'typebox'

/** Dotted paths of a schema's leaves. A leaf is a field that is not an object with named fields. */
export function schemaPaths(schema: TObject, prefix = ''): string[] {
  return Object.entries(schema.properties).flatMap(([name, child]) =>
    'properties' in child ? schemaPaths(child as TObject, `${prefix}${name}.`) : [`${prefix}${name}`],
  )
}
