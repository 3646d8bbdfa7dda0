import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ClusterSpec, TenantSpec } from '../spec/index.ts'
import type { BlobReader, ChangedFile } from './git.ts'

/** Specs of the base whose files differ from the working tree's, by their path. */
export interface BaseSpecs {
  readonly tenants: ReadonlyMap<string, TenantSpec>
  readonly clusters: ReadonlyMap<string, ClusterSpec>
  /** Files that can no longer be evaluated, for example because they import what is gone. */
  readonly unreadable: readonly string[]
}

const specFile = /^(tenants|clusters)\/[^/]+(?<!\.d)\.ts$/
const library = fileURLToPath(new URL('..', import.meta.url))

/**
 * Evaluates the base's side of spec files that differ. They are laid aside in a folder of their own, where their one
 * import finds today's lib: what a file said then is data, and means today what today's schema says of it.
 */
export async function readBaseSpecs(files: readonly ChangedFile[], blobs: BlobReader): Promise<BaseSpecs> {
  const wanted = files.filter(({ path, blob }) => blob !== undefined && specFile.test(path))
  const tenants = new Map<string, TenantSpec>()
  const clusters = new Map<string, ClusterSpec>()
  const unreadable: string[] = []
  if (wanted.length === 0) return { tenants, clusters, unreadable }
  const aside = mkdtempSync(join(tmpdir(), 'paddock-base-'))
  try {
    for (const folder of ['tenants', 'clusters']) mkdirSync(join(aside, folder))
    symlinkSync(library, join(aside, 'lib'))
    writeFileSync(join(aside, 'package.json'), '{ "type": "module" }\n')
    const texts = await Promise.all(wanted.map(({ blob = '' }) => blobs.read(blob)))
    for (const [index, { path }] of wanted.entries()) {
      writeFileSync(join(aside, path), texts[index] ?? '')
      const spec = await evaluate(join(aside, path))
      if (spec === undefined) unreadable.push(path)
      else if (path.startsWith('tenants/')) tenants.set(path, spec as TenantSpec)
      else clusters.set(path, spec as ClusterSpec)
    }
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  return { tenants, clusters, unreadable }
}

async function evaluate(path: string): Promise<unknown> {
  try {
    const { default: spec } = (await import(pathToFileURL(path).href)) as { default?: unknown }
    return typeof spec === 'object' && spec !== null ? spec : undefined
  } catch {
    return undefined
  }
}
