import type { KubeObject } from '../kube/object.ts'
import type { WallChange } from './report.ts'

/** Part of an object that a wall reads: the object itself, or a resource that a composition makes from it. */
export interface Part {
  readonly kind: string
  readonly name: string
  readonly object: Partial<KubeObject>
}

/** Statements of an object by key: a key is the subject, its text is the right or setting that it has. */
export type Statements = ReadonlyMap<string, string>

/** One difference of a statement, as its wall grades it. */
export interface Difference {
  readonly key: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** The whole object is deleted. */
  readonly deleted: boolean
  /** The object is a tenant's. */
  readonly ofTenant: boolean
}

/** Undefined: the difference opens nothing. */
export type Grade = WallChange['grade'] | undefined

/**
 * A wall between tenants, the platform and AWS, as objects state it. Every difference of a statement is a reason for a
 * review. An object without an earlier version has no statements before, so creation is graded as change is.
 */
export interface Wall {
  readonly wall: WallChange['wall']
  /** Noun phrase that a reason begins with. */
  readonly title: string
  /** Reads the statements of one part; empty for kinds that the wall does not know. */
  readonly read: (part: Part) => Statements
  readonly grade: (difference: Difference) => Grade
}

type Visit = (path: readonly string[], value: unknown) => void

/** Calls a visitor for every value of an object, maps and lists included, from the outside in. */
export function walk(value: unknown, visit: Visit, path: readonly string[] = []): void {
  visit(path, value)
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) walk(item, visit, [...path, `${index}`])
  else if (typeof value === 'object' && value !== null)
    for (const [key, child] of Object.entries(value)) walk(child, visit, [...path, key])
}

/**
 * Leaves of a value as statements. Items of lists have the path of the list and are keyed by their text, so that an
 * insertion is one difference.
 */
export function leaves(value: unknown, keep: (path: string) => boolean = () => true): Map<string, string> {
  const found = new Map<string, string>()
  walk(value, (path, leaf) => {
    if (typeof leaf === 'object' && leaf !== null && Object.keys(leaf).length > 0) return
    const named = path.map((part) => (/^\d+$/.test(part) ? '[]' : part)).join('.')
    const text = typeof leaf === 'string' ? leaf : JSON.stringify(leaf)
    if (!keep(named)) return
    if (named.includes('[]')) found.set(`${named} ${text}`, text)
    else found.set(named, text)
  })
  return found
}

/** True for the kinds of a list of groups and kinds. */
export function isOneOf(kind: string, kinds: readonly string[]): boolean {
  return kinds.includes(kind)
}
