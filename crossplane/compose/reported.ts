import { type TObject, type TSchema, Type } from 'typebox'

/** The schema of a status whose fields are reported one by one: every field at every level may be missing. */
export function reported(schema: TObject): TObject {
  return Type.Object(
    Object.fromEntries(
      Object.entries(schema.properties).map(([name, child]) => [name, Type.Optional(field(child))]),
    ),
  )
}

function field(schema: TSchema): TSchema {
  return Type.IsObject(schema) ? reported(schema) : schema
}
