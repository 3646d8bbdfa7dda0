import type { Composed } from '../compose/composition.ts'
import { keepData } from '../compose/fields.ts'
import { externalName, field, fromSpec, tags, text, toStatus } from '../compose/patch.ts'
import type { BucketPlan } from './plan.ts'
import { bucketSettings } from './settings.ts'

/** The resources of a bucket. */
export function bucketResources(plan: BucketPlan): Composed[] {
  return [bucket(plan), ...bucketSettings(plan)]
}

function bucket({ name, bucket: awsName, inRegion, lock, reportedAs }: BucketPlan): Composed {
  return {
    name,
    base: {
      apiVersion: 's3.aws.upbound.io/v1beta2',
      kind: 'Bucket',
      spec: {
        managementPolicies: keepData,
        // Object lock can be enabled only when a bucket is created.
        forProvider: { forceDestroy: false, objectLockEnabled: lock === 'locked' },
      },
    },
    patches: [
      tags,
      inRegion,
      text(awsName, externalName),
      ...(reportedAs === undefined ? [] : [toStatus('status.atProvider.id', reportedAs)]),
    ],
  }
}

/** The region of the claim. */
export const ownRegion = fromSpec('region', field('region'))
/** The other region. */
export const otherRegion = fromSpec('peerRegion', field('region'))
