import { imageReference } from '../catalog/images.ts'
import { rings } from '../catalog/rings.ts'
import { GiB, MiB } from '../catalog/units.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { answersEnv, redisEnv } from './cache.ts'
import { databaseUrl, databaseUrls } from './database.ts'
import { drainSeconds, endTimes } from './end-times.ts'
import { tenantNames } from './names.ts'
import { databaseEnv } from './open-webui-database.ts'
import { openWebuiEnv } from './open-webui-env.ts'
import { memoryLimitBytes, openWebuiScale } from './open-webui-scale.ts'
import type { Env, ResolvedOpenWebui } from './pod-types.ts'

/** Resolves the application of a tenant. */
export function resolveOpenWebui(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
): ResolvedOpenWebui {
  const names = tenantNames(spec.id)
  const { openWebui: version } = rings[spec.ring]
  const local = cluster.kind === 'local'
  const database = databaseUrl(spec, cluster, names.appRole, 'database-password')
  return {
    image: imageReference('open-webui', version),
    version,
    scale: openWebuiScale(spec),
    strategy: local ? 'Recreate' : 'RollingUpdate',
    pod: {
      cpuMillis: 500,
      memoryBytes: 1.25 * GiB,
      memoryLimitBytes,
      ephemeralBytes: 2 * GiB,
      gpus: 0,
    },
    // The many first: a large map that grows from a small one is several times slower.
    env: { ...openWebuiEnv(spec, cluster), ...database.env, ...redisEnv(spec), ...answersEnv(spec, cluster) },
    migrateEnv: migrateEnv(spec, cluster),
    // A chat of the web page is a background task that dies with the process: only the pre-stop hook lets it end.
    settleSeconds: endTimes.settle,
    drainSeconds,
    graceSeconds: endTimes.grace,
    ...(database.ca ? { databaseCa: database.ca } : {}),
    ...(local ? { filesClaim: 'files' } : {}),
    podIdentity: !local,
  }
}

/** Memory of the migration pod: it imports the application once. */
export const migratePod = {
  cpuMillis: 250,
  memoryBytes: 1.25 * GiB,
  memoryLimitBytes: 2 * GiB,
  ephemeralBytes: 512 * MiB,
  gpus: 0,
} as const

function migrateEnv(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): Env {
  return { ...databaseEnv(spec), ...databaseUrls(spec, cluster), OFFLINE_MODE: 'true' }
}
