import { imageReference } from '../catalog/images.ts'
import { catalogModel } from '../catalog/models.ts'
import { rings } from '../catalog/rings.ts'
import { GiB, MiB } from '../catalog/units.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import type { ResolvedClaim, ResolvedStorage } from './data-types.ts'
import { modelCacheClaim, modelCacheClaimBytes } from './model-cache.ts'
import { modelServers, roundUp } from './model-server.ts'
import { tenantNames } from './names.ts'
import { slowestRead } from './ollama.ts'
import { fillAccount } from './pod-identities.ts'
import type { ResolvedOllama } from './pod-types.ts'

/** Uploads that a tenant may keep, bytes. */
export function filesBytes(spec: CompleteTenantSpec): number {
  return spec.storage.filesGiB * GiB
}

/** Database that a tenant may fill, bytes. */
export function databaseBytes(spec: CompleteTenantSpec): number {
  return spec.storage.databaseGiB * GiB
}

/**
 * Size that the claim on a tenant's EFS directory asks for. EFS has no size, and a claim that is bound to a volume of
 * no class can neither grow nor shrink, so it must not follow the tenant's models.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
 */
export const efsClaimBytes = 1024 * GiB

/**
 * Claims of the namespace. On AWS the model volume is the tenant's directory on EFS, which Crossplane makes under
 * a fixed name, filled by a Job from the region's bucket; a second volume is the node's cache; uploads go to S3; on a laptop both are volumes of the
 * default class and a Job pulls models.
 */
export function resolveStorage(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
  servers: readonly ResolvedOllama[],
): ResolvedStorage {
  if (cluster.kind !== 'local') {
    const { modelVolume: volume, cacheVolume } = tenantNames(spec.id)
    return {
      claims: [
        { name: 'models', bytes: efsClaimBytes, accessMode: 'ReadWriteMany', volume, storageClass: '' },
        {
          name: modelCacheClaim,
          bytes: modelCacheClaimBytes,
          accessMode: 'ReadOnlyMany',
          volume: cacheVolume,
          storageClass: '',
        },
        ...exports(spec, 'gp3'),
      ],
      ...(isLeaving(spec) ? {} : { fill: resolveFill(spec, cluster.region, servers) }),
    }
  }
  const models = [...new Set(modelServers(spec).flatMap((server) => server.models))]
  const bytes = roundUp(models.reduce((sum, name) => sum + catalogModel(name).weightsBytes, 0) * 1.1, GiB)
  const ring = rings[spec.ring]
  return {
    claims: [
      { name: 'files', bytes: filesBytes(spec), accessMode: 'ReadWriteOnce' },
      { name: 'models', bytes, accessMode: 'ReadWriteOnce' },
      ...exports(spec),
    ],
    pull: {
      image: imageReference('ollama', ring.ollama),
      models,
      pod: {
        cpuMillis: 100,
        memoryBytes: 256 * MiB,
        memoryLimitBytes: GiB,
        ephemeralBytes: 64 * MiB,
        gpus: 0,
      },
    },
  }
}

/** The program needs Python and boto3, which the application's image has. */
function resolveFill(
  spec: CompleteTenantSpec,
  region: string,
  servers: readonly ResolvedOllama[],
): NonNullable<ResolvedStorage['fill']> {
  const byManifest = new Map(servers.flatMap(({ models }) => models).map((one) => [one.manifest, one]))
  const models = [...byManifest.values()].sort((a, b) => (a.manifest < b.manifest ? -1 : 1))
  const readSeconds = models.reduce((sum, { weightsBytes }) => sum + weightsBytes, 0) / slowestRead
  const ofCell = (key: string) => ({ secret: 'cell-endpoints', key })
  return {
    image: imageReference('open-webui', rings[spec.ring].openWebui),
    serviceAccount: fillAccount,
    models,
    env: {
      BUCKET: ofCell('models-bucket'),
      S3_ENDPOINT_URL: ofCell('files-endpoint'),
      S3_REGION_NAME: region,
    },
    pod: {
      // Digests are counted while bytes flow: half a core does a hundred megabytes a second.
      cpuMillis: 500,
      memoryBytes: 256 * MiB,
      memoryLimitBytes: 512 * MiB,
      ephemeralBytes: 64 * MiB,
      gpus: 0,
    },
    // Every byte three times over, for what fails in the middle.
    deadlineSeconds: 3600 + Math.ceil(3 * readSeconds),
  }
}

/** Whether a tenant is on its way out: its data is exported, and nothing else of it runs. */
export function isLeaving({ state }: Pick<CompleteTenantSpec, 'state'>): boolean {
  return state === 'offboarding' || state === 'deleted'
}

function exports(spec: CompleteTenantSpec, storageClass?: string): readonly ResolvedClaim[] {
  if (!isLeaving(spec)) return []
  const claim = { name: 'export', bytes: databaseBytes(spec), accessMode: 'ReadWriteOnce' } as const
  return [storageClass === undefined ? claim : { ...claim, storageClass }]
}
