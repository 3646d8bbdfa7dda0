import { alarmResource } from '../../compose/alarm.ts'
import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import { externalName, field, fromRegion, fromSpec, fromStatus, tags, text } from '../../compose/patch.ts'
import { instanceSettings, replicaIdentifier } from './instance.ts'
import { replicaLogs } from './logs.ts'
import { replicaParameters } from './parameters.ts'

/** One zone until its promotion. A standby of the replica would cost money and would never be read. */
const replica: Composed = {
  name: 'replica',
  base: {
    apiVersion: 'rds.aws.upbound.io/v1beta3',
    kind: 'Instance',
    spec: {
      managementPolicies: keepData,
      forProvider: {
        ...instanceSettings,
        backupWindow: '05:00-06:00',
        maintenanceWindow: 'sat:06:30-sat:07:30',
        multiAz: false,
      },
    },
  },
  patches: [
    tags,
    fromRegion('peer.region', field('region')),
    text(replicaIdentifier, externalName),
    text(replicaIdentifier, field('identifier')),
    text(`${replicaIdentifier}-final`, field('finalSnapshotIdentifier')),
    text(replicaIdentifier, field('parameterGroupName')),
    // Across regions, RDS needs the ARN of the source. The ARN exists after the instance was created.
    fromStatus('arn', field('replicateSourceDb')),
    fromSpec('instanceClass', field('instanceClass')),
    fromSpec('maxStorageGiB', field('maxAllocatedStorage')),
    fromSpec('backupDays', field('backupRetentionPeriod')),
    fromRegion('peer.dataKey', field('kmsKeyId')),
    fromRegion('peer.dataKey', field('performanceInsightsKmsKeyId')),
    fromRegion('peer.databaseSubnetGroup', field('dbSubnetGroupName')),
    fromRegion('peer.databaseSecurityGroup', field('vpcSecurityGroupIds[0]')),
    fromRegion('roles.databaseMonitoring', field('monitoringRoleArn')),
  ],
}

/**
 * Half of the RPO of one minute. The heartbeat writes every ten seconds; without it an idle source would show minutes
 * of lag.
 */
const lagAlarm = alarmResource({
  name: 'replica-lag',
  description: 'The replica in the other region is more than 30 s behind, or the heartbeat has stopped',
  namespace: 'AWS/RDS',
  metric: 'ReplicaLag',
  statistic: 'Maximum',
  comparison: 'GreaterThanThreshold',
  threshold: 30,
  periodSeconds: 60,
  periods: 3,
  missing: 'breaching',
  dimensions: { DBInstanceIdentifier: replicaIdentifier },
  inPeer: true,
})

/** The copy in the other region: parameters, log groups, instance, and the alarm on its lag. */
export const replicaResources: readonly Composed[] = [replicaParameters, ...replicaLogs, replica, lagAlarm]
