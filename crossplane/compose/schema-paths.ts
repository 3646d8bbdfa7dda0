import type { TObject } from 'typebox'

/** Dotted paths of a schema's leaves: every field that is no object of named fields itself. */
export function schemaPaths(schema: TObject, prefix = ''): string[] {
  return Object.entries(schema.properties).flatMap(([name, child]) =>
    'properties' in child ? schemaPaths(child as TObject, `${prefix}${name}.`) : [`${prefix}${name}`],
  )
}
