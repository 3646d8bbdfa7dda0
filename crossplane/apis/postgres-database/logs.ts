import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import { externalName, field, fromRegion, fromSpec, type Patch, tags, text } from '../../compose/patch.ts'
import { instanceIdentifier, instanceSettings, replicaIdentifier } from './instance.ts'

/** A quarter, as for the control plane, so that late findings can still be investigated. */
const retentionDays = 90

/**
 * Log groups of an instance, including that of pgaudit. RDS would otherwise create them without our key and without a
 * retention.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html
 */
function logGroups(prefix: string, identifier: string, region: Patch, key: Patch): Composed[] {
  return instanceSettings.enabledCloudwatchLogsExports.map((log) => ({
    name: `${prefix}logs-${log}`,
    base: {
      apiVersion: 'cloudwatchlogs.aws.upbound.io/v1beta1',
      kind: 'Group',
      spec: { managementPolicies: keepData, forProvider: { retentionInDays: retentionDays } },
    },
    patches: [tags, region, text(`/aws/rds/instance/${identifier}/${log}`, externalName), key],
  }))
}

/** Log groups of the instance itself. */
export const instanceLogs: readonly Composed[] = logGroups(
  '',
  instanceIdentifier,
  fromSpec('region', field('region')),
  fromRegion('keys.logs', field('kmsKeyId')),
)

/** Log groups of the replica, in its own region, before and after its promotion. */
export const replicaLogs: readonly Composed[] = logGroups(
  'replica-',
  replicaIdentifier,
  fromRegion('peer.region', field('region')),
  fromRegion('peer.logsKey', field('kmsKeyId')),
)
