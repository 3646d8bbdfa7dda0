import { alarmResource } from '../../compose/alarm.ts'
import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import { externalName, field, fromRegion, fromSpec, fromStatus, tags, text } from '../../compose/patch.ts'
import { instanceSettings, replicaIdentifier } from './instance.ts'
import { replicaLogs } from './logs.ts'
import { replicaParameters } from './parameters.ts'

/** One zone until it is promoted: the copy of a copy would be paid for and never read. */
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
    // Across regions the source is named by its ARN, which comes with the first instance.
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

/** Half of the RPO of a minute; the heartbeat beats every ten seconds, or an idle source would show minutes. */
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

/** The copy in the other region: parameters, groups of logs, instance, and the alarm of how far it is behind. */
export const replicaResources: readonly Composed[] = [replicaParameters, ...replicaLogs, replica, lagAlarm]
