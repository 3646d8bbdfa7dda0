import { completeCluster, completeTenant } from '../spec/complete.ts'
import type { ClusterSpec, CompleteClusterSpec, CompleteTenantSpec, TenantSpec } from '../spec/index.ts'
import type { BlobReader, ChangedFile } from './git.ts'
import { decodeSpec } from './spec/files.ts'
import { parseSpec } from './spec/parse.ts'

/** A spec of the base, completed by today's schema, and as its file said it. */
export interface BaseSpec<T, W> {
  readonly spec: T
  readonly written: W
}

/** Specs of the base whose files differ from the working tree's, by their path. */
export interface BaseSpecs {
  readonly tenants: ReadonlyMap<string, BaseSpec<CompleteTenantSpec, TenantSpec>>
  readonly clusters: ReadonlyMap<string, BaseSpec<CompleteClusterSpec, ClusterSpec>>
  /** Files that hold no spec as it is written today: links, files of another form. */
  readonly unreadable: readonly string[]
}

const specFile = /^(tenants|clusters)\/[^/]+(?<!\.d)\.ts$/

/**
 * Reads the base's side of spec files that differ, from git's blobs. The old content is data, and today's schema
 * interprets it.
 */
export async function readBaseSpecs(files: readonly ChangedFile[], blobs: BlobReader): Promise<BaseSpecs> {
  const tenants = new Map<string, BaseSpec<CompleteTenantSpec, TenantSpec>>()
  const clusters = new Map<string, BaseSpec<CompleteClusterSpec, ClusterSpec>>()
  const unreadable: string[] = []
  for (const { path, blob } of files) {
    if (blob === undefined || !specFile.test(path)) continue
    const decoded = decodeSpec(path, await blobs.readBytes(blob))
    const parsed = 'text' in decoded ? parseSpec(path, decoded.text) : undefined
    if (!parsed || !('value' in parsed)) {
      unreadable.push(path)
      continue
    }
    const value: unknown = parsed.value
    if (path.startsWith('tenants/')) {
      const written = value as TenantSpec
      tenants.set(path, { spec: completeTenant(written), written })
    } else {
      const written = value as ClusterSpec
      clusters.set(path, { spec: completeCluster(written), written })
    }
  }
  return { tenants, clusters, unreadable }
}
