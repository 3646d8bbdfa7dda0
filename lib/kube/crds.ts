import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { CustomResourceDefinition } from './types/kubernetes.ts'

/** A CRD. Its name is always `<plural>.<group>`. */
export type NamedCrd = CustomResourceDefinition & { metadata: { name: string } }

/**
 * The CRDs of an operator, as `npm run import -- --upstream` wrote them, sorted by name.
 *
 * @param folder `crds/<operator>/` of the component that brings them
 * @throws when the folder does not exist: the CRDs are pinned and not imported
 */
export function crdsIn(folder: URL): NamedCrd[] {
  if (!existsSync(folder)) {
    const [path = ''] = /charts\/platform\/.*/.exec(folder.href) ?? []
    throw new Error(`${path} does not exist: run \`npm run import -- --upstream\``)
  }
  return readdirSync(folder)
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as NamedCrd)
}
