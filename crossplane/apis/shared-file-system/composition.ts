import { filesBucket, filesCopyBucket, regionBucket } from '../../buckets/names.ts'
import { type Composed, type CompositionPlan, regionEnvironment } from '../../compose/composition.ts'
import { keepData, keepDataNamedByAws } from '../../compose/fields.ts'
import { documentText } from '../../compose/iam.ts'
import { externalName, field, fromRegion, fromSpec, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { copyAlarm, filesAlarms } from './alarms.ts'
import { accessPolicy } from './policy.ts'

const efs = 'efs.aws.upbound.io'
const zones = ['a', 'b', 'c'] as const
/** Where the object store stands, noted on the file system: what holds a cell's files says where all of them are. */
const noted = {
  audit: 'paddock.dev/audit-bucket',
  bucket: 'paddock.dev/files-bucket',
  endpoint: 'paddock.dev/files-endpoint',
  models: 'paddock.dev/models-bucket',
} as const
/** Label by which tenants' access points find their cell's file system. */
export const fileSystemLabel = 'paddock.dev/file-system'

/** @param bucket name of the bucket in which the cell's files lie, seen from this region */
const fileSystem = (bucket: string): Composed => ({
  name: 'file-system',
  base: {
    apiVersion: `${efs}/v1beta2`,
    kind: 'FileSystem',
    metadata: { annotations: {}, labels: {} },
    spec: {
      managementPolicies: keepDataNamedByAws,
      forProvider: {
        encrypted: true,
        lifecyclePolicy: [
          { transitionToIa: 'AFTER_30_DAYS' },
          { transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' },
        ],
        performanceMode: 'generalPurpose',
        // Models are read in bursts; what is read is paid for, a provisioned rate all day long.
        throughputMode: 'elastic',
      },
    },
  },
  patches: [
    tags,
    fromSpec('region', field('region')),
    fromSpec('cell', `metadata.labels[${fileSystemLabel}]`),
    text(`paddock-${slot('claim.cell')}`, field('creationToken')),
    fromRegion('keys.data', field('kmsKeyId')),
    toStatus('status.atProvider.id', 'fileSystemId'),
    toStatus('status.atProvider.arn', 'arn'),
    // The hub makes it: a region's own cluster makes no bucket.
    text(bucket, `metadata.annotations[${noted.bucket}]`),
    text(regionBucket('audit', slot('accountId')), `metadata.annotations[${noted.audit}]`),
    fromRegion('buckets.models', `metadata.annotations[${noted.models}]`),
    {
      // AWS names the endpoint with a wildcard in front, for the buckets' own hosts.
      ...fromRegion('endpoints.s3', `metadata.annotations[${noted.endpoint}]`),
      transforms: [
        { type: 'string', string: { type: 'TrimPrefix', trim: '*.' } },
        { type: 'string', string: { type: 'Format', fmt: 'https://bucket.%s' } },
      ],
    },
  ],
  connection: [
    { name: 'audit', fieldPath: `metadata.annotations[${noted.audit}]` },
    { name: 'bucket', fieldPath: `metadata.annotations[${noted.bucket}]` },
    { name: 'endpoint', fieldPath: `metadata.annotations[${noted.endpoint}]` },
    { name: 'models', fieldPath: `metadata.annotations[${noted.models}]` },
  ],
})

const ofThis = { matchControllerRef: true }

function mountTarget(zone: (typeof zones)[number]): Composed {
  return {
    name: `mount-target-${zone}`,
    base: {
      apiVersion: `${efs}/v1beta1`,
      kind: 'MountTarget',
      spec: { forProvider: { fileSystemIdSelector: ofThis } },
    },
    patches: [
      fromSpec('region', field('region')),
      fromRegion(`network.nodeSubnets.${zone}`, field('subnetId')),
      fromRegion('network.securityGroups.files', field('securityGroups[0]')),
    ],
  }
}

const backup: Composed = {
  name: 'backup',
  base: {
    apiVersion: `${efs}/v1beta2`,
    kind: 'BackupPolicy',
    spec: {
      managementPolicies: keepDataNamedByAws,
      forProvider: { backupPolicy: { status: 'ENABLED' }, fileSystemIdSelector: ofThis },
    },
  },
  patches: [fromSpec('region', field('region'))],
}

const policy: Composed = {
  name: 'policy',
  base: {
    apiVersion: `${efs}/v1beta1`,
    kind: 'FileSystemPolicy',
    // The files outlive the object, and so must what closes them to plain and anonymous access.
    spec: { managementPolicies: keepDataNamedByAws, forProvider: { fileSystemIdSelector: ofThis } },
  },
  patches: [fromSpec('region', field('region')), text(documentText(accessPolicy), field('policy'))],
}

const replication: Composed = {
  name: 'replication',
  base: {
    apiVersion: `${efs}/v1beta2`,
    kind: 'ReplicationConfiguration',
    // The destination is AWS's to make: named here, it would refuse updates once it replicates.
    spec: {
      managementPolicies: keepData,
      forProvider: { destination: {}, sourceFileSystemIdSelector: ofThis },
    },
  },
  patches: [
    // Known by its source, of which there is one.
    text(slot('claim.status.fileSystemId'), externalName),
    fromSpec('region', field('region')),
    fromRegion('peer.region', field('destination.region')),
    fromRegion('peer.dataKey', field('destination.kmsKeyId')),
    toStatus('status.atProvider.destination.fileSystemId', 'copyId'),
  ],
}

const around: readonly Composed[] = [...zones.map(mountTarget), backup, policy, ...filesAlarms]
const home = [fileSystem(filesBucket(slot('accountId'))), ...around]

/**
 * Alone, or with a copy in the other region. `standby` is of that region: a file system of its own, and the copy of
 * the bucket, for the home's stands in the region that is lost.
 */
export const sharedFileSystemPlans: readonly CompositionPlan[] = [
  { environments: regionEnvironment, resources: home },
  { variant: 'replicated', environments: regionEnvironment, resources: [...home, replication, copyAlarm] },
  {
    variant: 'standby',
    environments: regionEnvironment,
    resources: [fileSystem(filesCopyBucket(slot('accountId'))), ...around],
  },
]
