import type { KubeObject } from '../../../lib/kube/object.ts'
import { type Subject, subjectsOfObject } from '../../intent/subjects.ts'

/** Steps from an object to a value; a step into a text is an object with the steps within it. */
export type Path = readonly (string | number)[]

/** A value of an object that a mutant changes. */
export interface Leaf {
  readonly subject: Subject
  /** From the object of dist. */
  readonly path: Path
  /** The same from the subject, without positions: `spec.containers[*].env[PORT].value`. */
  readonly pattern: string
  readonly value: unknown
  /** The value is an item of a list, which can be removed. */
  readonly isItem: boolean
}

/** Every scalar, every empty map or list, and every item of a list. */
export function leavesOf(file: string, object: KubeObject): Leaf[] {
  return subjectsOfObject(file, object)
    .filter(({ kind, at }) => at.length === 0 || kind.startsWith('composed '))
    .flatMap((subject) => {
      const skip = subject.kind === 'Composition' ? 'resources' : undefined
      return [...walk(subject, subject.value, [...subject.at], '', false, skip)]
    })
}

function* walk(
  subject: Subject,
  value: unknown,
  path: Path,
  pattern: string,
  isItem: boolean,
  skip: string | undefined,
): Generator<Leaf> {
  const children = childrenOf(value)
  if (isItem || children.length === 0) yield { subject, path, pattern, value, isItem }
  for (const [key, child, shown] of children) {
    if (key === skip) continue
    yield* walk(subject, child, [...path, key], `${pattern}${shown}`, Array.isArray(value), skip)
  }
}

function childrenOf(value: unknown): (readonly [string | number, unknown, string])[] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item, `[${nameOf(item)}]`] as const)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(
    ([key, child]) => [key, child, /^[\w-]+$/.test(key) ? `.${key}` : `[${key}]`] as const,
  )
}

/** Items of lists of names and values are settings of their own; of other lists they are one kind of thing. */
function nameOf(item: unknown): string {
  const { name, value, valueFrom } = (item ?? {}) as Readonly<Record<string, unknown>>
  const isSetting = typeof name === 'string' && (value !== undefined || valueFrom !== undefined)
  return isSetting ? name : '*'
}
