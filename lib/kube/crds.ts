import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { CustomResourceDefinition } from './types/kubernetes.ts'

/** A CRD. Its name is always `<plural>.<group>`. */
export type NamedCrd = CustomResourceDefinition & { metadata: { name: string } }

const read = new Map<string, readonly NamedCrd[]>()

/**
 * The CRDs of an operator, as `npm run import -- --upstream` wrote them, sorted by name. Clusters share
 * them, so they are frozen.
 *
 * @param folder `crds/<operator>/` of the component that brings them
 * @throws when the folder does not exist: the CRDs are pinned and not imported
 */
export function crdsIn(folder: URL): readonly NamedCrd[] {
  const known = read.get(folder.href)
  if (known) return known
  if (!existsSync(folder)) {
    const [path = ''] = /charts\/platform\/.*/.exec(folder.href) ?? []
    throw new Error(`${path} does not exist: run \`npm run import -- --upstream\``)
  }
  const crds = readdirSync(folder)
    .sort()
    .map((name) => ordered(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))) as NamedCrd)
  read.set(folder.href, crds)
  return crds
}

/** The same value, frozen, with the keys of its objects in order, as cdk8s gives those of other objects. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map(ordered))
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.freeze(Object.fromEntries(entries.map(([key, child]) => [key, ordered(child)])))
}
