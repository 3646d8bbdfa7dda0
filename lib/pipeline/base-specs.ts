import type { ClusterSpec, TenantSpec } from '../spec/index.ts'
import { evaluateSpec, SpecError } from './evaluate.ts'
import type { BlobReader, ChangedFile } from './git.ts'
import { plainCopy } from './plain.ts'

/** Specs of the base whose files differ from the working tree's, by their path. */
export interface BaseSpecs {
  readonly tenants: ReadonlyMap<string, TenantSpec>
  readonly clusters: ReadonlyMap<string, ClusterSpec>
  /** Files that can no longer be evaluated, for example because they import a deleted file. */
  readonly unreadable: readonly string[]
}

const specFile = /^(tenants|clusters)\/[^/]+(?<!\.d)\.ts$/

/**
 * Evaluates the base's side of spec files that differ, from git's blobs. The old content is data, and today's schema
 * interprets it.
 */
export async function readBaseSpecs(files: readonly ChangedFile[], blobs: BlobReader): Promise<BaseSpecs> {
  const tenants = new Map<string, TenantSpec>()
  const clusters = new Map<string, ClusterSpec>()
  const unreadable: string[] = []
  for (const { path, blob } of files) {
    if (blob === undefined || !specFile.test(path)) continue
    const spec = await evaluate(path, await blobs.read(blob))
    if (spec === undefined) unreadable.push(path)
    else if (path.startsWith('tenants/')) tenants.set(path, spec as TenantSpec)
    else clusters.set(path, spec as ClusterSpec)
  }
  return { tenants, clusters, unreadable }
}

async function evaluate(path: string, source: string): Promise<unknown> {
  try {
    const plain = plainCopy((await evaluateSpec(path, source)).value)
    if (!('copy' in plain)) return undefined
    return typeof plain.copy === 'object' && plain.copy !== null ? plain.copy : undefined
  } catch (cause) {
    if (cause instanceof SpecError) return undefined
    throw cause
  }
}
