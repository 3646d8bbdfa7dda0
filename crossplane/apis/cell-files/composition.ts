import { exportDays } from '../../../lib/catalog/export-days.ts'
import { exportFolder } from '../../../lib/resolve/export-names.ts'
import { bucketResources, otherRegion, ownRegion } from '../../buckets/bucket.ts'
import { filesBucket, filesCopyBucket, peerBucket, regionBucket } from '../../buckets/names.ts'
import type { BucketPlan } from '../../buckets/plan.ts'
import { replicationResources } from '../../buckets/replication.ts'
import type { CompositionPlan } from '../../compose/composition.ts'
import { slot } from '../../compose/patch.ts'
import { ownParts, peerParts } from '../../hub-environment.ts'

/** Exports of tenants that left are deleted after their retention period. */
const exportsEnd: BucketPlan['lifecycle'] = exportDays.map((days) => ({
  id: `exports-${days}-days`,
  prefix: exportFolder(days),
  expiration: [{ days }],
}))

/** A file that its user deleted or replaced can be restored for this long. */
const undoDays = 30
const lifecycle: BucketPlan['lifecycle'] = [
  { id: 'replaced', noncurrentVersionExpiration: [{ noncurrentDays: undoDays }] },
  ...exportsEnd,
]

const files: BucketPlan = {
  name: 'files',
  bucket: filesBucket(),
  inRegion: ownRegion,
  encryption: { keyArn: 'keys.data' },
  statements: [],
  lifecycle,
  requestLog: regionBucket('logs'),
  reportedAs: 'bucket',
}

const copy: BucketPlan = {
  name: 'copy',
  bucket: filesCopyBucket(),
  inRegion: otherRegion,
  encryption: { keyArn: 'peer.keys.data' },
  statements: [],
  lifecycle,
  requestLog: peerBucket('logs'),
}

/** The bucket alone, or with a copy in the other region. */
export const cellFilesPlans: readonly CompositionPlan[] = [
  { environments: ownParts('keys'), resources: bucketResources(files) },
  {
    variant: 'replicated',
    environments: [...ownParts('keys'), ...peerParts('keys')],
    resources: [
      ...bucketResources(files),
      ...bucketResources(copy),
      ...replicationResources({
        name: 'files',
        prefix: `paddock-${slot('claim.cell')}-files`,
        from: { bucket: files.bucket, keyArn: 'keys.data', region: slot('claim.region') },
        to: { bucket: copy.bucket, keyArn: 'peer.keys.data', region: slot('claim.peerRegion') },
      }),
    ],
  },
]
