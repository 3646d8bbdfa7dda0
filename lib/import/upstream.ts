import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { Upstream } from '../catalog/upstream.ts'
import { type CrdDocument, plainCrd } from './plain-crd.ts'

/** Address from which GitHub serves files of a tag. */
export const publicAddress = 'https://raw.githubusercontent.com'

/** Below the root: a folder for each component, a file for each CRD. */
const folder = 'lib/kube/crds'

/** A pinned file, or its problem. */
type Fetched =
  | { readonly component: string; readonly text: string }
  | { readonly component: string; readonly problem: string }

/**
 * Writes the CRDs of the pinned files, without descriptions, as `lib/kube/crds/<component>/<plural>.<group>.json`. The
 * same list gives the same bytes from any source. Returns the number of files.
 *
 * @param from address or folder with `<repository>/<tag>/<path>` below it
 * @throws with nothing written, naming each file that is missing, has another sum or holds no CRD
 */
export async function importUpstream(options: {
  readonly root: string
  readonly pinned: Readonly<Record<string, Upstream>>
  readonly from: string
}): Promise<number> {
  const { root, pinned, from } = options
  const wanted = Object.entries(pinned).flatMap(([component, { repository, tag, files }]) =>
    Object.entries(files).map(([path, sha256]) => ({
      component,
      path: `${repository}/${tag}/${path}`,
      sha256,
    })),
  )
  const fetched = await Promise.all(
    wanted.map(async ({ component, path, sha256 }): Promise<Fetched> => {
      try {
        return { component, text: checked(await read(from, path), sha256) }
      } catch (cause) {
        return { component, problem: `${path}: ${cause instanceof Error ? cause.message : String(cause)}` }
      }
    }),
  )
  const problems = fetched.flatMap((one) => ('problem' in one ? [one.problem] : []))
  if (problems.length > 0) throw new Error(`nothing was written\n  ${problems.join('\n  ')}`)

  const out = new Map(fetched.flatMap((one) => ('text' in one ? crdFiles(one.component, one.text) : [])))
  rmSync(join(root, folder), { recursive: true, force: true })
  for (const [path, text] of out) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return out.size
}

async function read(from: string, path: string): Promise<Buffer> {
  if (!/^https?:/.test(from)) return readFileSync(join(from, path))
  const answer = await fetch(`${from.replace(/\/$/, '')}/${path}`)
  if (!answer.ok) throw new Error(`${from} answers ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

/** Returns the text of a file if it has the pinned checksum and contains only CRDs. */
function checked(bytes: Buffer, sha256: string): string {
  const sum = createHash('sha256').update(bytes).digest('hex')
  if (sum !== sha256) throw new Error(`its SHA-256 is ${sum}, pinned is ${sha256}`)
  const text = bytes.toString('utf8')
  const others = documents(text).filter(({ kind }) => kind !== 'CustomResourceDefinition')
  if (others.length > 0) throw new Error(`it holds ${others[0]?.kind}, not CRDs alone`)
  return text
}

function crdFiles(component: string, text: string): [string, string][] {
  return documents(text).map((crd) => [
    `${folder}/${component}/${crd.metadata.name}.json`,
    `${JSON.stringify(plainCrd(crd))}\n`,
  ])
}

function documents(text: string): CrdDocument[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as CrdDocument | null)
    .filter((document) => document !== null)
}
