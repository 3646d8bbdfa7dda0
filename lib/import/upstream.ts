import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { CrdSources } from '../kube/component.ts'
import { componentKinds } from './component-kinds.ts'
import type { CrdFile } from './crds.ts'
import { type CrdDocument, plainCrd } from './plain-crd.ts'

/** Address from which GitHub serves files of a tag. */
export const publicAddress = 'https://raw.githubusercontent.com'

/** Folder of components. Each gets `crds/<operator>/`, a file for each CRD, and `kinds/`. */
const folder = 'charts/platform'

/** Content of a component's `crds.ts`. */
export interface PinnedCrds {
  readonly component: string
  readonly sources: CrdSources
}

type PinnedCrd = CrdDocument & CrdFile

/** A pinned file, or its problem. */
type Fetched =
  | { readonly component: string; readonly operator: string; readonly crds: readonly PinnedCrd[] }
  | { readonly problem: string }

/**
 * Writes the CRDs of the pinned files, without descriptions, as `charts/platform/<component>/crds/<operator>/`, and types
 * and schemas of the kinds that the components declare as `charts/platform/<component>/kinds/`. The same list gives the
 * same bytes from any source. Returns the number of files.
 *
 * @param only the one component to import; every component unless given
 * @param from address or folder with `<repository>/<tag>/<path>` below it
 * @throws with nothing written, naming each file that is missing, has another sum or holds no CRD, or each kind that no
 * CRD defines
 */
export async function importUpstream(options: {
  readonly root: string
  readonly pinned: readonly PinnedCrds[]
  readonly from: string
  readonly only?: string
}): Promise<number> {
  const { root, from, only } = options
  const pinned = options.pinned.filter(({ component }) => only === undefined || component === only)
  if (pinned.length === 0 && only !== undefined) throw new Error(`component ${only} brings no CRDs`)
  const fetched = await Promise.all(pinned.flatMap((one) => fetchAll(one, from)))
  const problems = fetched.flatMap((one) => ('problem' in one ? [one.problem] : []))
  if (problems.length > 0) throw new Error(`nothing was written\n  ${problems.join('\n  ')}`)

  const out = new Map<string, string>()
  for (const { component, sources } of pinned) {
    const files = fetched.flatMap((one) => ('crds' in one && one.component === component ? [one] : []))
    for (const [path, text] of crdFiles(files)) out.set(`${folder}/${component}/${path}`, text)
    const crds = files.flatMap((one) => one.crds)
    for (const [path, text] of await componentKinds(sources, crds, `${folder}/${component}/crds.ts`))
      out.set(`${folder}/${component}/${path}`, text)
  }
  for (const component of only === undefined ? foldersOf(join(root, folder)) : [only]) {
    for (const part of ['crds', 'kinds'])
      rmSync(join(root, folder, component, part), { recursive: true, force: true })
  }
  for (const [path, text] of out) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return out.size
}

function foldersOf(path: string): string[] {
  return existsSync(path) ? readdirSync(path) : []
}

function fetchAll({ component, sources }: PinnedCrds, from: string): Promise<Fetched>[] {
  return Object.entries(sources).flatMap(([operator, { repository, tag, files }]) =>
    Object.entries(files).map(async ([file, sha256]): Promise<Fetched> => {
      const path = `${repository}/${tag}/${file}`
      try {
        return { component, operator, crds: checked(await read(from, path), sha256) }
      } catch (cause) {
        return { problem: `${path}: ${cause instanceof Error ? cause.message : String(cause)}` }
      }
    }),
  )
}

async function read(from: string, path: string): Promise<Buffer> {
  if (!/^https?:/.test(from)) return readFileSync(join(from, path))
  const answer = await fetch(`${from.replace(/\/$/, '')}/${path}`)
  if (!answer.ok) throw new Error(`${from} answers ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

/** Returns the documents of a file if it has the pinned checksum and contains only CRDs. */
function checked(bytes: Buffer, sha256: string): PinnedCrd[] {
  const sum = createHash('sha256').update(bytes).digest('hex')
  if (sum !== sha256) throw new Error(`its SHA-256 is ${sum}, pinned is ${sha256}`)
  const all = parseAllDocuments(bytes.toString('utf8'))
    .map((document) => document.toJS() as PinnedCrd | null)
    .filter((document) => document !== null)
  const other = all.find(({ kind }) => kind !== 'CustomResourceDefinition')
  if (other) throw new Error(`it holds ${other.kind}, not CRDs alone`)
  return all
}

function crdFiles(files: readonly Extract<Fetched, { crds: unknown }>[]): [string, string][] {
  return files.flatMap(({ operator, crds }) =>
    crds.map((crd): [string, string] => [
      `crds/${operator}/${crd.metadata.name}.json`,
      `${JSON.stringify(plainCrd(crd))}\n`,
    ]),
  )
}
