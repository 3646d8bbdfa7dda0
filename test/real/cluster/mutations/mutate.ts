import type { KubeObject } from '../../../../lib/kube/object.ts'
import { made } from './made-values.ts'
import { pick, type Random, seededRandom } from './random.ts'
import { below, resolved, type Schema, schemaOf } from './schema-of.ts'
import { wrongValue } from './wrong-values.ts'

type Path = readonly (string | number)[]

/** A valid object with one place changed; it may be valid still. */
export interface Mutation {
  readonly object: KubeObject
  /** `apps/v1 Deployment spec.template.spec.containers.[].image = 12Gx` */
  readonly title: string
}

interface Place {
  readonly object: KubeObject
  readonly path: Path
}

/**
 * Mutations of some objects, the same for the same seed: each kind gets the same number, built-in kinds twice as many,
 * as the API server checks those by code and not by a schema that we have. Within a kind every field has the same
 * chance, however often it is used.
 */
export function mutations(objects: readonly KubeObject[], count: number, seed: number): readonly Mutation[] {
  const random = seededRandom(seed)
  const kinds = [...placesByKind(objects)].map(([kind, places]) => ({ kind, fields: [...places.values()] }))
  const lots = kinds.flatMap((one) => (isBuiltIn(one.kind) ? [one, one] : [one]))
  const all = new Map<string, Mutation>()
  for (let turn = 0; all.size < count; turn += 1) {
    const { fields } = lots[turn % lots.length] ?? { fields: [] }
    const mutation = mutate(pick(random, pick(random, fields)), random)
    if (mutation) all.set(JSON.stringify(mutation.object), mutation)
  }
  return [...all.values()]
}

function isBuiltIn(kind: string): boolean {
  const [apiVersion = ''] = kind.split(' ')
  const [group = ''] = apiVersion.split('/')
  return !group.includes('.') || group.endsWith('.k8s.io')
}

/** By kind, by field: the places where some object has it. */
function placesByKind(objects: readonly KubeObject[]): Map<string, Map<string, Place[]>> {
  const kinds = new Map<string, Map<string, Place[]>>()
  for (const object of objects) {
    const kind = `${object.apiVersion} ${object.kind}`
    const fields = kinds.get(kind) ?? new Map<string, Place[]>()
    kinds.set(kind, fields)
    for (const path of paths(object)) {
      const field = fieldOf(path)
      const places = fields.get(field) ?? []
      // A few examples of each: thousands of objects have the same labels.
      if (places.length < 40) fields.set(field, [...places, { object, path }])
    }
  }
  return kinds
}

/** A name of the field for all items of a list, and the same for a schema in a schema. */
function fieldOf(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' || path[index - 1] === 'properties' || path[index - 1] === 'annotations'
        ? '[]'
        : step,
    )
    .join('.')
    .replace(/(openAPIV3Schema)((?:\.properties\.\[\]|\.items)+)/, '$1.properties.[]')
}

function paths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Array.isArray(value)
    ? value.flatMap((item, index) => paths(item, [...path, index]))
    : Object.entries(value).flatMap(([key, child]) => paths(child, [...path, key]))
  // Other kinds and versions are other objects.
  return [path, ...inner].filter((one) => one[0] !== 'apiVersion' && one[0] !== 'kind')
}

function mutate({ object, path }: Place, random: Random): Mutation | undefined {
  const target = valueAt(object, path)
  const isMap = typeof target === 'object' && target !== null && !Array.isArray(target)
  const field = fieldOf(path)
  const titled = (words: string, changed: unknown): Mutation => ({
    object: changed as KubeObject,
    title: `${object.apiVersion} ${object.kind} ${field} ${words}`,
  })
  if (isMap && random() < 0.5) {
    const added = addition(object, path, target as Record<string, unknown>, random)
    if (added) {
      const [key, value] = added
      return titled(
        `+ ${key}: ${shown(value)}`,
        replaced(object, path, () => ({ ...(target as object), [key]: value })),
      )
    }
  }
  if (path.length === 0) return undefined
  if (random() < 0.15) return titled('removed', without(object, path))
  const value = wrongValue(target, random)
  if (JSON.stringify(value) === JSON.stringify(target)) return undefined
  return titled(
    `= ${shown(value)}`,
    replaced(object, path, () => value),
  )
}

/** A field that the object may have and does not. */
function addition(
  object: KubeObject,
  path: Path,
  target: Readonly<Record<string, unknown>>,
  random: Random,
): [string, unknown] | undefined {
  const schema = path.reduce<Schema | undefined>((at, key) => below(at, key), schemaOf(object))
  if (!schema) return undefined
  const { properties = {} } = resolved(schema)
  const absent = Object.keys(properties).filter((key) => !Object.hasOwn(target, key))
  if (absent.length === 0) return undefined
  const key = pick(random, absent)
  return [key, made(properties[key] ?? {}, random)]
}

function valueAt(object: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], object)
}

function replaced(value: unknown, [key, ...rest]: Path, to: (old: unknown) => unknown): unknown {
  if (key === undefined) return to(value)
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, to) : item))
  const map = value as Readonly<Record<string, unknown>>
  return { ...map, [key]: replaced(map[key], rest, to) }
}

function without(object: KubeObject, path: Path): unknown {
  const last = path.at(-1) ?? ''
  return replaced(object, path.slice(0, -1), (parent) => {
    if (Array.isArray(parent)) return parent.filter((_, index) => index !== last)
    const { [last]: _, ...rest } = parent as Record<string, unknown>
    return rest
  })
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}
