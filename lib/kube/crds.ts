import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CustomResourceDefinition } from './types/kubernetes.ts'

/** A CRD. Its name is always `<plural>.<group>`. */
export type NamedCrd = CustomResourceDefinition & { metadata: { name: string } }

/**
 * The CRDs of an operator, as `npm run import -- --upstream` wrote them, sorted by name.
 *
 * @param component key of lib/catalog/upstream.ts
 * @throws when it is none, or was not imported: a mistake of ours
 */
export function crdsOf(component: string): NamedCrd[] {
  const folder = fileURLToPath(new URL(`crds/${component}`, import.meta.url))
  return readdirSync(folder)
    .sort()
    .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as NamedCrd)
}
