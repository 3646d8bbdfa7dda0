import releases from './model-releases.json' with { type: 'json' }
import type { ModelName } from './models.ts'

/** The released versions of a model. */
export interface ModelRelease {
  /** Digest of the manifest that tenants get who pin none; null while no version is released. The pointer. */
  readonly current: string | null
  /** Days on which versions were released, by digest. Only `paddock models release` adds one: both regions hold it. */
  readonly versions: Readonly<Record<string, string>>
}

/**
 * The released versions in their file. `paddock models release` writes a digest there after it has verified every byte
 * of the version in the buckets of both regions.
 */
export const modelReleases: Readonly<Record<ModelName, ModelRelease>> = releases

/** The version of a model that tenants get who pin none; undefined while none is released. */
export function releasedDigest(name: ModelName): string | undefined {
  return modelReleases[name].current ?? undefined
}
