import type { CompleteTenantClusterSpec } from '../spec/index.ts'
import { tenantNames } from './names.ts'
import type { Env } from './pod-types.ts'

/** Folders of Open WebUI's files, and the local copies that `run.sh` may delete. */
export function filesEnv(id: string, cluster: CompleteTenantClusterSpec): Env {
  const sweep = { SWEEP_KEEP_MINUTES: '30', SWEEP_MOST_MIB: '512' }
  const caches = 'cache/audio cache/image'
  if (cluster.kind === 'local') return { ...sweep, STORAGE_PROVIDER: 'local', SWEEP_FOLDERS: caches }
  return {
    ...sweep,
    SWEEP_FOLDERS: `uploads ${caches}`,
    // The copy of an upload is deleted once it has been read; a file fetched from the store to be shown stays.
    STORAGE_LOCAL_CACHE: 'false',
    S3_BUCKET_NAME: { secret: 'cell-endpoints', key: 'files-bucket' },
    S3_ENDPOINT_URL: { secret: 'cell-endpoints', key: 'files-endpoint' },
    // "Delete all" lists by prefix, so it must end with a slash.
    S3_KEY_PREFIX: `${tenantNames(id).namespace}/`,
    S3_REGION_NAME: cluster.region,
    STORAGE_PROVIDER: 's3',
  }
}
