import { isDeepStrictEqual } from 'node:util'
import { fill, type Own, type Shape } from './shape.ts'

/** A place at which a value is not what its shape permits. */
export interface Miss {
  /** Dotted path: `spec.ports[0].name`. */
  readonly path: string
  /** The value as JSON, or undefined for an absent field. */
  readonly value: string | undefined
  /** Description of the permitted values. */
  readonly allowed: string
}

/** All misses of a value; none: the shape permits it. */
export function misses(shape: Shape, value: unknown, own: Own, path: string): Miss[] {
  const miss = (allowed: string): Miss[] => [{ path, value: JSON.stringify(value), allowed }]
  switch (shape.is) {
    case 'anything':
      return []
    case 'one of': {
      const values = shape.values.map((one) => (typeof one === 'string' ? fill(one, own) : one))
      return values.some((one) => one === value) ? [] : miss(describe(shape, own))
    }
    case 'text':
      return typeof value === 'string' && isLike(shape, value, own) ? [] : miss(describe(shape, own))
    case 'own': {
      const texts = own[shape.list].map((one) => shape.before + one + shape.after)
      return texts.some((one) => one === value) ? [] : miss(describe(shape, own))
    }
    case 'exactly':
      return isDeepStrictEqual(shape.value, value) ? [] : miss(describe(shape, own))
    case 'list':
      if (!Array.isArray(value)) return miss('a list')
      if (value.length < shape.atLeast) return miss(`a list of at least ${shape.atLeast}`)
      return value.flatMap((item, index) => misses(shape.each, item, own, `${path}[${index}]`))
    case 'map':
      if (!isObject(value)) return miss('an object')
      return Object.entries(value).flatMap(([key, child]) => [
        ...misses(shape.keys, key, own, `${path}[${key}]`),
        ...misses(shape.of, child, own, `${path}[${key}]`),
      ])
    case 'any of': {
      const all = shape.shapes.map((one) => misses(one, value, own, path))
      // The form with the fewest misses is the one that was meant.
      return all.reduce((best, found) => (found.length < best.length ? found : best))
    }
    case 'fields':
      return isObject(value) ? fieldMisses(shape, value, own, path) : miss('an object')
  }
}

function fieldMisses(
  { fields, needs, more }: Extract<Shape, { is: 'fields' }>,
  value: Readonly<Record<string, unknown>>,
  own: Own,
  path: string,
): Miss[] {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`)
  const names = Object.keys(fields)
  return [
    ...Object.entries(value).flatMap(([key, child]) => {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined
      if (field) return misses(field, child, own, at(key))
      const allowed = names.length > 0 ? `only ${names.join(', ')}` : 'no field'
      return more ? [] : [{ path: at(key), value: JSON.stringify(child), allowed }]
    }),
    ...needs
      .filter((key) => !Object.hasOwn(value, key))
      .map((key) => ({ path: at(key), value: undefined, allowed: describe(fields[key] as Shape, own) })),
  ]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const compiled = new Map<string, RegExp>()

/** Patterns are compiled once for each tenant: thousands of objects use them. */
function isLike({ like, unlike }: Extract<Shape, { is: 'text' }>, value: string, own: Own): boolean {
  return whole(fill(like, own)).test(value) && !(unlike !== undefined && whole(fill(unlike, own)).test(value))
}

function whole(pattern: string): RegExp {
  const known = compiled.get(pattern)
  if (known) return known
  const made = new RegExp(`^(?:${pattern})$`)
  compiled.set(pattern, made)
  return made
}

const lists = {
  hosts: 'hosts',
  adminGroups: 'groups of administrators',
  auditorGroups: 'groups of auditors',
  operatorGroups: 'groups of operators',
} as const

/** The permitted values in words. Without facts the placeholders stay. */
export function describe(shape: Shape, own?: Own): string {
  const text = (value: string) => (own ? fill(value, own) : value)
  switch (shape.is) {
    case 'anything':
      return 'a value'
    case 'one of':
      return shape.values
        .map((one) => (typeof one === 'string' ? `"${text(one)}"` : String(one)))
        .join(' or ')
    case 'text':
      return `a text like ${text(shape.like)}${shape.unlike === undefined ? '' : ` and not like ${text(shape.unlike)}`}`
    case 'own':
      return `${shape.before}<one of the ${lists[shape.list]} of the tenant>${shape.after}`
    case 'exactly':
      return JSON.stringify(shape.value)
    case 'list':
      return shape.atLeast > 0 ? `a list of at least ${shape.atLeast}` : 'a list of such items'
    case 'map':
      return 'an object'
    case 'fields': {
      const names = Object.keys(shape.fields)
      return shape.more ? `an object with ${names.join(', ')}` : `only ${names.join(', ') || 'no field'}`
    }
    case 'any of':
      return 'a form that lib/kube/allow lists'
  }
}
