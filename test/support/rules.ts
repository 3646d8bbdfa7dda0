import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registry } from '../../charts/platform/registry.ts'
import type { CelRule } from '../../lib/verify/cel.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { repository } from './workspace.ts'

const folders = [
  'lib/kube/schemas',
  'crossplane/provider-aws/schemas',
  ...registry
    .map(({ name }) => `charts/platform/${name}/kinds`)
    .filter((folder) => existsSync(join(repository, folder))),
]

/** Every CEL rule of the schemas in use, with the kind that has it. */
export function celRules(): { kind: string; rule: CelRule }[] {
  return folders.flatMap((folder) =>
    schemasIn(folder).flatMap((path) => {
      const schema: unknown = JSON.parse(readFileSync(join(repository, folder, path), 'utf8'))
      return rulesIn(schema).map((rule) => ({ kind: path.replace('.json', ''), rule }))
    }),
  )
}

/** Schemas of a folder, below it as `<group>/<Kind>-<version>.json`. */
function schemasIn(folder: string): string[] {
  return listFiles(join(repository, folder)).filter(
    (path) => path.endsWith('.json') && path !== 'resources.json',
  )
}

function rulesIn(value: unknown): CelRule[] {
  if (Array.isArray(value)) return value.flatMap(rulesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) =>
    // A list of rules; the schema of CRDs has a field of that name as well.
    key === 'x-kubernetes-validations' && Array.isArray(child) ? (child as CelRule[]) : rulesIn(child),
  )
}
