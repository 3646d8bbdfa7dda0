/**
 * A closed description of values: everything that it does not list is refused. It is data, so that the verifier and the
 * API server's admission policies are made from the same one.
 */
export type Shape =
  | { readonly is: 'anything' }
  | { readonly is: 'one of'; readonly values: readonly (string | number | boolean)[] }
  | { readonly is: 'text'; readonly like: string; readonly unlike?: string }
  | { readonly is: 'own'; readonly list: OwnList; readonly before: string; readonly after: string }
  | {
      readonly is: 'fields'
      readonly fields: Fields
      readonly needs: readonly string[]
      readonly more: boolean
    }
  | { readonly is: 'list'; readonly each: Shape; readonly atLeast: number }
  | { readonly is: 'map'; readonly keys: Shape; readonly of: Shape }
  | { readonly is: 'any of'; readonly shapes: readonly Shape[] }
  | { readonly is: 'exactly'; readonly value: unknown }

export type Fields = Readonly<Record<string, Shape>>

/** Lists of a tenant that an object may name a member of. */
export type OwnList = 'hosts' | 'adminGroups' | 'auditorGroups' | 'operatorGroups'

/** Texts that replace `{name}` in a value or pattern. */
export type OwnText = 'tenant' | 'namespace' | 'cell' | 'cluster' | 'repository'

/** The facts of the tenant whose objects are looked at. */
export type Own = Readonly<Record<OwnText, string>> & Readonly<Record<OwnList, readonly string[]>>

/** Any value. Use it where no value can reach another tenant, the platform or a node. */
export const anything: Shape = { is: 'anything' }

/** One of some values; the tenant’s own texts replace `{tenant}` and its like. */
export function one(...values: readonly (string | number | boolean)[]): Shape {
  return { is: 'one of', values }
}

/**
 * A text that a pattern matches as a whole. The pattern has the same meaning in JavaScript and RE2.
 *
 * @param unlike a pattern that must not match it
 */
export function like(pattern: string, unlike?: string): Shape {
  return { is: 'text', like: pattern, ...(unlike === undefined ? {} : { unlike }) }
}

/** A member of one of the tenant's lists, between two texts. */
export function own(list: OwnList, before = '', after = ''): Shape {
  return { is: 'own', list, before, after }
}

/** An object with these fields and no other. @param needs those that must be there */
export function fields(all: Fields, ...needs: readonly (keyof typeof all & string)[]): Shape {
  return { is: 'fields', fields: all, needs, more: false }
}

/** An object with these fields, all of which must be there, and any other. */
export function atLeast(all: Fields): Shape {
  return { is: 'fields', fields: all, needs: Object.keys(all), more: true }
}

/** An object whose fields of these names have these shapes, and with any other field. */
export function open(all: Fields): Shape {
  return { is: 'fields', fields: all, needs: [], more: true }
}

/** A list of such items. */
export function list(each: Shape, least = 0): Shape {
  return { is: 'list', each, atLeast: least }
}

/** An object with any keys of a shape, and values of a shape. */
export function map(of: Shape, keys: Shape = anything): Shape {
  return { is: 'map', keys, of }
}

/** A value that one of the shapes permits. */
export function either(...shapes: readonly Shape[]): Shape {
  return { is: 'any of', shapes }
}

/** This value. */
export function exactly(value: unknown): Shape {
  return { is: 'exactly', value }
}

/** Pattern of `{name}`. Repetitions in patterns hold digits, so they never look like one. */
const placeholder = /\{([a-z]+)\}/g

/** Splits a text at its placeholders: texts at even places, names at odd ones. */
export function parts(text: string): readonly string[] {
  return text.split(placeholder)
}

/** Replaces the placeholders of a text. The facts hold letters, digits and hyphens where patterns use them. */
export function fill(text: string, facts: Own): string {
  return text.replaceAll(placeholder, (_, name: OwnText) => facts[name])
}
