import { bytes } from '../../../lib/kube/quantity.ts'
import { modelCacheClaim, modelCacheClaimBytes, modelCacheFolder } from '../../../lib/resolve/model-cache.ts'
import { identitiesOf, type PodIdentity } from '../../../lib/resolve/pod-identities.ts'
import { efsClaimBytes } from '../../../lib/resolve/storage.ts'
import { type Composed, type CompositionPlan, regionEnvironment } from '../../compose/composition.ts'
import { keepDataNamedByAws } from '../../compose/fields.ts'
import { field, fromRegion, fromSpec, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { manifestField, ownObject } from '../../own-cluster.ts'
import { fileSystemLabel } from '../shared-file-system/composition.ts'

const tenant = slot('claim.tenant')
const namespace = `tenant-${tenant}`

/**
 * EFS creates the directory at the first mount. Every client of the access point acts as its owner and sees nothing
 * above it.
 */
const accessPoint: Composed = {
  name: 'access-point',
  base: {
    apiVersion: 'efs.aws.upbound.io/v1beta2',
    kind: 'AccessPoint',
    spec: {
      managementPolicies: keepDataNamedByAws,
      forProvider: {
        fileSystemIdSelector: { matchLabels: {} },
        posixUser: {},
        rootDirectory: { creationInfo: { permissions: '0700' } },
      },
    },
  },
  patches: [
    tags,
    fromSpec('region', field('region')),
    fromSpec('cell', field(`fileSystemIdSelector.matchLabels[${fileSystemLabel}]`)),
    fromSpec('owner', field('posixUser.uid')),
    fromSpec('owner', field('posixUser.gid')),
    fromSpec('owner', field('rootDirectory.creationInfo.ownerUid')),
    fromSpec('owner', field('rootDirectory.creationInfo.ownerGid')),
    text(`/tenants/${tenant}`, field('rootDirectory.path')),
    toStatus('status.atProvider.id', 'accessPointId'),
    toStatus('status.atProvider.fileSystemId', 'fileSystemId'),
  ],
}

/** Bound to the tenant's claim by name: no other namespace can take it. */
const volume = ownObject({
  name: 'volume',
  manifest: {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    spec: {
      accessModes: ['ReadWriteMany'],
      // Kubernetes requires a size. EFS grows with its content and ignores it, so the claim's size is used.
      capacity: { storage: bytes(efsClaimBytes) },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: 'models' },
      csi: { driver: 'efs.csi.aws.com', volumeAttributes: { encryptInTransit: 'true' } },
      mountOptions: ['iam'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: '',
      volumeMode: 'Filesystem',
    },
  },
  does: 'write',
  readyWhen: 'there',
  patches: [
    text(`models-${tenant}`, manifestField('metadata.name')),
    text(tenant, manifestField('metadata.labels[paddock.dev/tenant]')),
    text(namespace, manifestField('spec.claimRef.namespace')),
    text(
      `${slot('claim.status.fileSystemId')}::${slot('claim.status.accessPointId')}`,
      manifestField('spec.csi.volumeHandle'),
    ),
  ],
})

/**
 * The node's cache of models, whichever node a pod is on. Pod Security does not let a tenant's pod name a folder of its
 * node; the claim does, and only Crossplane can make the volume. `hostPath` rather than `local`: the kubelet changes the
 * owner of a `local` volume to the group of the pod that mounts it. The kubelet creates a missing folder, so a pod never
 * waits for the cache.
 */
const cache = ownObject({
  name: 'model-cache',
  manifest: {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    spec: {
      accessModes: ['ReadOnlyMany'],
      capacity: { storage: bytes(modelCacheClaimBytes) },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: modelCacheClaim },
      hostPath: { path: modelCacheFolder, type: 'DirectoryOrCreate' },
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: '',
      volumeMode: 'Filesystem',
    },
  },
  does: 'write',
  readyWhen: 'there',
  patches: [
    text(`model-cache-${tenant}`, manifestField('metadata.name')),
    text(tenant, manifestField('metadata.labels[paddock.dev/tenant]')),
    text(namespace, manifestField('spec.claimRef.namespace')),
  ],
})

/** Crossplane identifies a resource by its name, so the first resource keeps its original name. */
const names: Readonly<Record<string, string>> = { 'open-webui': 'identity' }

/** The credentials carry the namespace as a tag. The role's policy separates tenants by it. */
function identity({ serviceAccount, role }: PodIdentity): Composed {
  return {
    name: names[serviceAccount] ?? `identity-${serviceAccount}`,
    base: {
      apiVersion: 'eks.aws.upbound.io/v1beta1',
      kind: 'PodIdentityAssociation',
      spec: { forProvider: { disableSessionTags: false, serviceAccount } },
    },
    patches: [
      tags,
      fromSpec('region', field('region')),
      fromRegion('clusterName', field('clusterName')),
      fromRegion(`roles.${role}`, field('roleArn')),
      text(namespace, field('namespace')),
    ],
  }
}

/**
 * Access point, volumes and Pod Identity associations. One association is for the Job that fills the volume; when the
 * tenant leaves, the Job that exports replaces it.
 */
export const tenantStoragePlans: readonly CompositionPlan[] = [
  {
    environments: regionEnvironment,
    resources: [accessPoint, volume, cache, ...identitiesOf('staying').map(identity)],
  },
  {
    variant: 'leaving',
    environments: regionEnvironment,
    resources: [accessPoint, volume, cache, ...identitiesOf('leaving').map(identity)],
  },
]
