import { existsSync, readdirSync, readFileSync } from 'node:fs'
import shared from './kinds.json' with { type: 'json' }
import sharedResources from './resources.json' with { type: 'json' }

/** Name in URLs and RBAC, and whether objects of the kind belong to a namespace. */
export interface Resource {
  readonly plural: string
  readonly scope: string
}

const components = new URL('../../charts/platform/', import.meta.url)

/** Kinds that components bring, by `<group>/<version> <Kind>`: written by `npm run import -- --upstream`. */
const ofComponents = readdirSync(components, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => new URL(`${name}/kinds/`, components))
  .filter((folder) => existsSync(new URL('resources.json', folder)))
  .flatMap((folder) => {
    const file = readFileSync(new URL('resources.json', folder), 'utf8')
    return Object.entries(JSON.parse(file) as Record<string, Resource>).map(
      ([id, resource]) => [id, { folder, resource }] as const,
    )
  })
const folders = new Map(ofComponents.map(([id, { folder }]) => [id, folder]))

/** Every kind that an object of dist may have, but for claims, as `<group>/<version> <Kind>`. */
export const kindsInUse: ReadonlySet<string> = new Set([...shared, ...folders.keys()])

/** Resource of each custom kind in use, by `<group> <Kind>`. */
export const resourcesInUse: Readonly<Record<string, Resource | undefined>> = {
  ...sharedResources,
  ...Object.fromEntries(
    ofComponents.map(([id, { resource }]) => [id.replace(/\/\S+/, ''), resource] as const),
  ),
}

/** File with the closed schema of a custom kind in use, as `<group>/<version> <Kind>`. */
export function schemaFile(id: string): URL {
  const [, group = '', version = '', kind = ''] = /^(.*)\/(\S+) (\S+)$/.exec(id) ?? []
  const place = group.endsWith('.aws.upbound.io')
    ? new URL('../../crossplane/provider-aws/schemas/', import.meta.url)
    : (folders.get(id) ?? new URL('schemas/', import.meta.url))
  return new URL(`${group}/${kind}-${version}.json`, place)
}
