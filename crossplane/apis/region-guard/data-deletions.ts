import type { Composed } from '../../compose/composition.ts'
import { eventNoticeResources } from './event-notices.ts'

/**
 * Calls that delete data, its copies, its protection, its key or its audit, by the service as EventBridge names it.
 * Paddock makes one of them, `RemoveRegionsFromReplication`, when a cell is no longer copied. No provider may make
 * another one. AWS itself deletes data that expires.
 */
export const deletionCalls: Readonly<Record<string, readonly string[]>> = {
  'aws.backup': ['DeleteBackupVault', 'DeleteBackupVaultLockConfiguration', 'DeleteRecoveryPoint'],
  'aws.cloudtrail': ['DeleteTrail', 'StopLogging'],
  'aws.elasticache': ['DeleteReplicationGroup'],
  'aws.elasticfilesystem': [
    'DeleteAccessPoint',
    'DeleteFileSystem',
    'DeleteFileSystemPolicy',
    'DeleteReplicationConfiguration',
  ],
  'aws.kms': ['DisableKey', 'ScheduleKeyDeletion'],
  'aws.rds': ['DeleteDBInstance', 'DeleteDBInstanceAutomatedBackup'],
  'aws.s3': ['DeleteBucket', 'DeleteBucketPolicy', 'DeleteBucketReplication'],
  'aws.secretsmanager': ['DeleteSecret', 'RemoveRegionsFromReplication', 'StopReplicationToReplica'],
}

/**
 * Operators get an e-mail for each of these calls, whether AWS allowed or rejected it. Secrets and buckets have no
 * metric that shows such a loss. EventBridge receives these calls through the account's trail.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const deletionNoticeResources: readonly Composed[] = eventNoticeResources({
  name: 'data-deletions',
  description: 'Paddock: somebody tries to delete data, its copies, its protection, its key or its audit',
  pattern: {
    source: Object.keys(deletionCalls),
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventName: [...new Set(Object.values(deletionCalls).flat())].sort() },
  },
})
