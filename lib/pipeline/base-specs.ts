import { completeCluster, completeTenant } from '../spec/complete.ts'
import type { ClusterSpec, CompleteClusterSpec, CompleteTenantSpec, TenantSpec } from '../spec/index.ts'
import { evaluateSpec, SpecError } from './evaluate.ts'
import type { BlobReader, ChangedFile } from './git.ts'
import { plainCopy } from './plain.ts'

/** A spec of the base, completed by today's schema, and as its file said it. */
export interface BaseSpec<T, W> {
  readonly spec: T
  readonly written: W
}

/** Specs of the base whose files differ from the working tree's, by their path. */
export interface BaseSpecs {
  readonly tenants: ReadonlyMap<string, BaseSpec<CompleteTenantSpec, TenantSpec>>
  readonly clusters: ReadonlyMap<string, BaseSpec<CompleteClusterSpec, ClusterSpec>>
  /** Files that can no longer be evaluated, for example because they import a deleted file. */
  readonly unreadable: readonly string[]
}

const specFile = /^(tenants|clusters)\/[^/]+(?<!\.d)\.ts$/

/**
 * Evaluates the base's side of spec files that differ, from git's blobs. The old content is data, and today's schema
 * interprets it.
 */
export async function readBaseSpecs(files: readonly ChangedFile[], blobs: BlobReader): Promise<BaseSpecs> {
  const tenants = new Map<string, BaseSpec<CompleteTenantSpec, TenantSpec>>()
  const clusters = new Map<string, BaseSpec<CompleteClusterSpec, ClusterSpec>>()
  const unreadable: string[] = []
  for (const { path, blob } of files) {
    if (blob === undefined || !specFile.test(path)) continue
    const value = await evaluate(path, await blobs.read(blob))
    if (value === undefined) unreadable.push(path)
    else if (path.startsWith('tenants/')) {
      const written = value as TenantSpec
      tenants.set(path, { spec: completeTenant(written), written })
    } else {
      const written = value as ClusterSpec
      clusters.set(path, { spec: completeCluster(written), written })
    }
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
