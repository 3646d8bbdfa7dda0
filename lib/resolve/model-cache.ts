import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { modelReleases } from '../catalog/model-releases.ts'
import { GiB } from '../catalog/units.ts'
import type { CompleteRegionalSpec } from '../spec/index.ts'
import { rootDiskGiB, typesInUse } from './fleet.ts'

/**
 * Folder of the cache on a node, on its fastest disk: nodeadm mounts the instance store there where it joins the disks
 * (`RAID0`). On other nodes it is a folder of the root volume.
 *
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/templates/shared/runtime/bin/setup-local-disks
 */
export const modelCacheFolder = '/mnt/k8s-disks/0/model-cache'
/** Claim of a tenant on the folder, and the prefix of the volume's name. Tenants' pods mount it read-only. */
export const modelCacheClaim = 'model-cache'
/** User and group of the daemon; the folder belongs to the group. No tenant's pod has them. */
export const modelCacheUser = 10_002
/** Kubernetes requires a size of a claim; the folder has none. */
export const modelCacheClaimBytes = GiB
/**
 * A blob that nobody reads stays so long at least. Between the end of a pod's init container and the start of its server
 * nobody has the blobs open, and the server's image may still be on its way.
 */
export const recentSeconds = 3600

/** Share of the disk that the cache may fill. Pods' own copies, images and logs need the rest. */
const share = { cpu: 0.3, gpu: 0.5 } as const

/** The cache on nodes of some types. Bytes. */
export interface ResolvedModelCache {
  /** Name of the DaemonSet. */
  readonly name: string
  readonly types: readonly InstanceTypeName[]
  /** All that it may fill: blobs and copies under way. */
  readonly roomBytes: number
  /** Blobs. */
  readonly budgetBytes: number
  /** Copies under way and abandoned ones. They have room of their own, so that no promise evicts a blob. */
  readonly incomingBytes: number
}

/**
 * The room of the cache on a node of a type: a share of the disk, one half for blobs, one half for copies under way.
 * Whole GiB, bytes.
 */
export function modelCacheRoom(
  type: InstanceTypeName,
): Pick<ResolvedModelCache, 'budgetBytes' | 'roomBytes'> {
  const { gpu, localDiskBytes } = instanceType(type)
  const nodeClass = gpu ? 'gpu' : 'cpu'
  const diskBytes = localDiskBytes > 0 ? localDiskBytes : rootDiskGiB[nodeClass] * GiB
  const half = Math.floor((diskBytes * share[nodeClass]) / 2 / GiB) * GiB
  return { budgetBytes: half, roomBytes: 2 * half }
}

/** The caches of a cluster: one for all types whose nodes have as much room. Pure. */
export function resolveModelCaches(
  groups: CompleteRegionalSpec['nodeGroups'],
): readonly ResolvedModelCache[] {
  const types = [...typesInUse(groups, 'cpu'), ...typesInUse(groups, 'gpu')]
  const rooms = new Map<number, InstanceTypeName[]>()
  for (const type of [...types].sort()) {
    const { roomBytes } = modelCacheRoom(type)
    rooms.set(roomBytes, [...(rooms.get(roomBytes) ?? []), type])
  }
  return [...rooms]
    .sort(([a], [b]) => a - b)
    .map(([roomBytes, of]) => ({
      name: `model-cache-${roomBytes / GiB}gi`,
      types: of,
      roomBytes,
      budgetBytes: roomBytes / 2,
      incomingBytes: roomBytes / 2,
    }))
}

/** Digests of the manifests whose blobs the cache accepts: every version that was ever released, sorted. */
export function releasedManifests(): readonly string[] {
  return Object.values(modelReleases)
    .flatMap(({ versions }) => Object.keys(versions))
    .sort()
}
