import { type Static, type TOptional, type TSchema, Type } from 'typebox'

/** A field that its author may leave out, and that is never absent afterwards. */
export type Defaulted<T extends TSchema> = TOptional<T> & { readonly default: unknown }

/**
 * A field with a fixed default. The `default` keyword is the only place of the value: {@link complete} fills it in, and
 * the description, the editor schemas and docs/fields.md repeat it.
 *
 * @param words the default in the description, where its value does not explain itself
 */
export function withDefault<T extends TSchema>(
  schema: T,
  value: NoInfer<Static<T>>,
  words: string = wordsOf(value),
): Defaulted<T> {
  return defaulted(schema, value, words)
}

/**
 * A group of fields that has its own fields' defaults when its author leaves it out. Fields without a default stay absent.
 */
export function group<T extends TSchema>(schema: T, words = 'that of each field'): Defaulted<T> {
  return defaulted(schema, {}, words)
}

/**
 * The value is `unknown` here: to compare `Static<T>` with itself while T is a parameter costs the compiler more time than
 * the rest of lib/spec.
 */
function defaulted<T extends TSchema>(schema: T, value: unknown, words: string): Defaulted<T> {
  // The compiler does not resolve the conditional type of `Type.Optional` while T is a parameter.
  return Object.assign(Type.Optional(schema), {
    ...described(schema, words),
    default: value,
  }) as unknown as Defaulted<T>
}

/**
 * A field without a fixed default.
 *
 * @param words what holds without it: that a feature is absent, or the rule by which a function of `lib/resolve` computes
 * the value from other fields
 */
export function optional<T extends TSchema>(schema: T, words: string): TOptional<T> {
  // The same conditional type as in `defaulted`.
  return Object.assign(Type.Optional(schema), described(schema, words)) as unknown as TOptional<T>
}

function described(schema: TSchema, words: string): { description: string } {
  const { description } = schema as { description?: string }
  const meaning = description === undefined ? '' : `${description.replace(/\.$/, '')}. `
  return { description: `${meaning}Default: ${words}` }
}

/** A default as a person reads it: `none` for an empty list. */
export function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(wordsOf).join(', ')
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, child]) => `${name} ${wordsOf(child)}`)
      .join(', ')
  }
  return String(value)
}
