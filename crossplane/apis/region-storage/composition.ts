import { bucketResources, ownRegion } from '../../buckets/bucket.ts'
import { peerBucket, regionBucket } from '../../buckets/names.ts'
import type { BucketPlan } from '../../buckets/plan.ts'
import { replicationResources } from '../../buckets/replication.ts'
import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { keepDataNamedByAws } from '../../compose/fields.ts'
import { field, fromSpec, slot, text } from '../../compose/patch.ts'
import { ownParts, peerParts, publishedPart } from '../../hub-environment.ts'
import { auditStatements, logStatements } from './statements.ts'

const here = slot('claim.region')

/**
 * Models by name and digest. The copy in the other region helps, but a version is released only by the pointer of the
 * catalogue, which moves when both regions hold the digest.
 */
const models: BucketPlan = {
  name: 'models',
  bucket: regionBucket('models'),
  inRegion: ownRegion,
  encryption: { keyArn: 'keys.data' },
  statements: [],
  lifecycle: [
    // For some weeks every cold start of a node reads it, later almost none.
    { id: 'cool', transition: [{ days: 30, storageClass: 'INTELLIGENT_TIERING' }] },
    { id: 'overwritten', noncurrentVersionExpiration: [{ noncurrentDays: 90 }] },
  ],
  requestLog: regionBucket('logs'),
  reportedAs: 'models',
}

/** Objects here cannot be changed or deleted before their retention ends. */
const audit: BucketPlan = {
  name: 'audit',
  bucket: regionBucket('audit'),
  inRegion: ownRegion,
  encryption: { keyArn: 'keys.logs' },
  lock: 'locked',
  statements: [],
  lifecycle: [
    {
      id: 'kept-as-long-as-promised',
      expiration: [{ days: 0 }],
      // The lock decides when the bytes are deleted. This is the day after.
      noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
      transition: [{ days: 90, storageClass: 'GLACIER_IR' }],
    },
  ],
  lifecyclePatches: [fromSpec('auditDays', field('rule[0].expiration[0].days'))],
  requestLog: regionBucket('logs'),
  reportedAs: 'audit',
}

/** Seven days are many times longer than the copy into the locked bucket takes. An alarm watches the copies. */
const landingDays = 7

/** Services that do not support object lock write here. */
const auditLanding: BucketPlan = {
  name: 'audit-landing',
  bucket: regionBucket('audit-landing'),
  inRegion: ownRegion,
  encryption: { keyArn: 'keys.logs' },
  statements: auditStatements,
  lifecycle: [
    {
      id: 'copied',
      expiration: [{ days: landingDays }],
      noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
    },
  ],
  requestLog: regionBucket('logs'),
  reportedAs: 'auditLanding',
}

/**
 * Load balancers and S3 can write their logs only with S3's own key.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
const logs: BucketPlan = {
  name: 'logs',
  bucket: regionBucket('logs'),
  inRegion: ownRegion,
  encryption: 's3-managed',
  statements: logStatements,
  lifecycle: [
    { id: 'old', expiration: [{ days: 90 }], noncurrentVersionExpiration: [{ noncurrentDays: 1 }] },
  ],
  reportedAs: 'logs',
}

const lock: Composed = {
  name: 'audit-lock',
  base: {
    apiVersion: 's3.aws.upbound.io/v1beta2',
    kind: 'BucketObjectLockConfiguration',
    spec: {
      managementPolicies: keepDataNamedByAws,
      forProvider: { objectLockEnabled: 'Enabled', rule: { defaultRetention: {} } },
    },
  },
  patches: [
    ownRegion,
    text(regionBucket('audit'), field('bucket')),
    fromSpec('auditMode', field('rule.defaultRetention.mode')),
    fromSpec('auditDays', field('rule.defaultRetention.days')),
  ],
}

/** Buckets of a region, the replication of models to the other region, and of audit into the locked bucket. */
export const regionStoragePlans: readonly CompositionPlan[] = [
  {
    environments: [...ownParts('keys'), ...peerParts('keys')],
    resources: [
      ...[logs, models, audit, auditLanding].flatMap(bucketResources),
      lock,
      ...replicationResources({
        name: 'models',
        prefix: `paddock-${here}-models`,
        from: { bucket: models.bucket, keyArn: 'keys.data', region: here },
        to: { bucket: peerBucket('models'), keyArn: 'peer.keys.data', region: slot('claim.peerRegion') },
      }),
      ...replicationResources({
        name: 'audit',
        prefix: `paddock-${here}-audit`,
        from: { bucket: auditLanding.bucket, keyArn: 'keys.logs', region: here },
        to: { bucket: audit.bucket, keyArn: 'keys.logs', region: here },
      }),
      publishedPart('storage'),
    ],
  },
]
