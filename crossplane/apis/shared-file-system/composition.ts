import { filesBucket, filesCopyBucket, regionBucket } from '../../buckets/names.ts'
import { type Composed, type CompositionPlan, regionEnvironment } from '../../compose/composition.ts'
import { keepData, keepDataNamedByAws } from '../../compose/fields.ts'
import { documentText } from '../../compose/iam.ts'
import { externalName, field, fromRegion, fromSpec, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { copyAlarm, filesAlarms } from './alarms.ts'
import { accessPolicy } from './policy.ts'

const efs = 'efs.aws.upbound.io'
const zones = ['a', 'b', 'c'] as const
/**
 * Endpoint of the object store, recorded on the file system, so that one claim reports where all files of a cell are.
 */
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
        // Models are read in bursts. With elastic throughput, only reads cost money; a provisioned rate costs money all
        // day.
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
    // The hub creates it. A region's own cluster creates no buckets.
    text(bucket, `metadata.annotations[${noted.bucket}]`),
    text(regionBucket('audit', slot('accountId')), `metadata.annotations[${noted.audit}]`),
    fromRegion('buckets.models', `metadata.annotations[${noted.models}]`),
    {
      // AWS names the endpoint with a wildcard in front, for the hosts of buckets.
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
    // The files are kept when the object is deleted, so the policy that blocks plain and anonymous access must be kept
    // too.
    spec: { managementPolicies: keepDataNamedByAws, forProvider: { fileSystemIdSelector: ofThis } },
  },
  patches: [fromSpec('region', field('region')), text(documentText(accessPolicy), field('policy'))],
}

const replication: Composed = {
  name: 'replication',
  base: {
    apiVersion: `${efs}/v1beta2`,
    kind: 'ReplicationConfiguration',
    // AWS creates the destination. If it were named here, AWS would reject updates while it replicates.
    spec: {
      managementPolicies: keepData,
      forProvider: { destination: {}, sourceFileSystemIdSelector: ofThis },
    },
  },
  patches: [
    // Identified by its source, which has only one replication.
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
 * Alone, or with a copy in the other region. `standby` is the variant of the other region: a file system of its own,
 * and the copy of the bucket, because the home's bucket is in the lost region.
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
