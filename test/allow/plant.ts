import type { KubeObject } from '../../lib/kube/object.ts'
import { objects } from './tenant.ts'

/** An object that a tenant must not have. It differs from a good one in one thing; its values are harmless. */
export interface Planted {
  /** `Service open-webui: a port of every node`. */
  readonly what: string
  readonly object: KubeObject
  /**
   * `git`: the API server has nothing to refuse it by. The object is outside of tenants' namespaces, or controllers
   * write the field.
   */
  readonly wall: 'git' | 'git and api server'
}

type Json = Record<string, unknown>

/** Fields to set, by dotted path; `[+]` adds to a list, and `undefined` removes. Keys with dots are in brackets. */
export type Change = Readonly<Record<string, unknown>>

const step = /\[([^\]]+)\]|([^.[\]]+)/g

/** Sets one field of an object. */
function put(object: Json, path: string, value: unknown): void {
  const keys = [...path.matchAll(step)].map(([, bracket, name]) => bracket ?? name ?? '')
  const last = keys.pop() ?? ''
  let at: Json = object
  for (const [index, key] of keys.entries()) {
    const next = keys[index + 1] ?? last
    if (key === '+' && Array.isArray(at)) {
      const made = {}
      at.push(made)
      at = made
      continue
    }
    at[key] ??= next === '+' || /^\d+$/.test(next) ? [] : {}
    at = at[key] as Json
  }
  if (last === '+' && Array.isArray(at)) at.push(value)
  else if (value === undefined) delete at[last]
  else at[last] = value
}

/** A copy of an object with some fields set. */
export function changed(object: KubeObject, change: Change): KubeObject {
  const copy = structuredClone(object)
  for (const [path, value] of Object.entries(change)) put(copy as unknown as Json, path, value)
  return copy
}

/** The tenant's own object of a kind. @param name the beginning of its name @param namespace that of the tenant unless given */
function good(kind: string, name: string, namespace = 'tenant-planted'): KubeObject {
  const found = objects.find(
    (one) =>
      one.kind === kind &&
      one.metadata.name.startsWith(name) &&
      (one.metadata.namespace ?? namespace) === namespace,
  )
  if (!found) throw new Error(`the tenant has no ${kind} ${name} in ${namespace}`)
  return found
}

/** Changes of one good object, each planted by itself. */
export function plant(
  kind: string,
  name: string,
  changes: Readonly<Record<string, Change>>,
  { namespace, wall = 'git and api server' }: { namespace?: string; wall?: Planted['wall'] } = {},
): Planted[] {
  return Object.entries(changes).map(([what, change]) => {
    const object = changed(good(kind, name, namespace), change)
    return { what: `${kind} ${name}: ${what}`, object, wall }
  })
}

/** An object of a kind that no tenant has. */
export function alien(
  apiVersion: string,
  kind: string,
  rest: Json,
  wall: Planted['wall'] = 'git and api server',
): Planted {
  const { namespace = 'tenant-planted', ...more } = rest
  const metadata = {
    name: 'planted',
    ...(namespace === 'none' ? {} : { namespace }),
  } as KubeObject['metadata']
  return { what: `${kind}: a kind that no tenant has`, object: { apiVersion, kind, metadata, ...more }, wall }
}
