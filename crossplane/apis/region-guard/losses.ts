import type { Composed } from '../../compose/composition.ts'
import { tellingResources } from './telling.ts'

/**
 * Calls that take away data, its copies, its guards, its key or its audit, by the service as EventBridge names it. Paddock
 * makes one of them, `RemoveRegionsFromReplication`, when a cell is copied no more; no provider may call another, and
 * what ends by its age is ended by AWS itself.
 */
export const lossCalls: Readonly<Record<string, readonly string[]>> = {
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
 * Whoever calls it, allowed or refused, the operators are told: secrets and buckets have no metric that would say it. The
 * account's trail is what makes EventBridge know of calls.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const lossResources: readonly Composed[] = tellingResources({
  name: 'losses',
  description: 'Paddock: somebody tries to take away data, its copies, its guards, key or audit',
  pattern: {
    source: Object.keys(lossCalls),
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventName: [...new Set(Object.values(lossCalls).flat())].sort() },
  },
})
