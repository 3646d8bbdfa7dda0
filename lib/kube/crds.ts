import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CustomResourceDefinition } from './types/kubernetes.ts'

/** A CRD. Its name is always `<plural>.<group>`. */
export type NamedCrd = CustomResourceDefinition & { metadata: { name: string } }

const read = new Map<string, readonly NamedCrd[]>()

/**
 * The CRDs of an operator, as `npm run import -- --upstream` wrote them, sorted by name. Clusters share
 * them, so they are frozen.
 *
 * @param component key of lib/catalog/upstream.ts
 * @throws when it is none, or was not imported: a mistake of ours
 */
export function crdsOf(component: string): readonly NamedCrd[] {
  const known = read.get(component)
  if (known) return known
  const folder = fileURLToPath(new URL(`crds/${component}`, import.meta.url))
  const crds = readdirSync(folder)
    .sort()
    .map((name) => ordered(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))) as NamedCrd)
  read.set(component, crds)
  return crds
}

/** The same value, frozen, with the keys of its objects in order, as cdk8s gives those of other objects. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map(ordered))
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.freeze(Object.fromEntries(entries.map(([key, child]) => [key, ordered(child)])))
}
