import type { Api, LiveObject } from './api.ts'
import { title } from './dist.ts'

interface ClaimSpec {
  readonly accessModes: readonly string[]
  readonly resources: { readonly requests: { readonly storage: string } }
  readonly storageClassName?: string
  readonly volumeName?: string
}

const provisioner = 'volume.kubernetes.io/storage-provisioner'

/**
 * Makes the volumes that claims wait for, as a CSI driver's provisioner does for those of a class and Crossplane for
 * those that name a volume. Provisioners name volumes `pvc-<uid>`. Answers the claims that are not bound yet.
 */
export async function provisionVolumes(api: Api): Promise<readonly string[]> {
  const claims = await api.list('/api/v1/persistentvolumeclaims')
  const open = claims.filter(({ status }) => (status as { phase?: string }).phase !== 'Bound')
  for (const claim of open) {
    const { volumeName } = claim['spec'] as ClaimSpec
    if (volumeName === undefined && claim.metadata.annotations?.[provisioner] === undefined) continue
    await createVolume(api, claim, volumeName ?? `pvc-${claim.metadata.uid}`)
  }
  return open.map((claim) => `${title({ ...claim, kind: 'PersistentVolumeClaim' })} is not bound`)
}

async function createVolume(api: Api, claim: LiveObject, name: string): Promise<void> {
  const { accessModes, resources, storageClassName = '' } = claim['spec'] as ClaimSpec
  const { namespace, name: claimName } = claim.metadata
  const { status } = await api.send('POST', '/api/v1/persistentvolumes', {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      accessModes,
      capacity: { storage: resources.requests.storage },
      storageClassName,
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claimName },
      csi: { driver: 'verify.paddock.dev', volumeHandle: name },
    },
  })
  if (status !== 201 && status !== 409) throw new Error(`volume ${name}: the API server answered ${status}`)
}
