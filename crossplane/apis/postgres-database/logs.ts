import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import { externalName, field, fromRegion, fromSpec, type Patch, tags, text } from '../../compose/patch.ts'
import { instanceIdentifier, instanceSettings, replicaIdentifier } from './instance.ts'

/** As the control plane's: a quarter, time to look back at what is found late. */
const retentionDays = 90

/**
 * The groups into which an instance writes its logs, those of pgaudit among them. RDS would make them itself, under no key
 * of ours and without an end.
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

/** Of the instance itself. */
export const instanceLogs: readonly Composed[] = logGroups(
  '',
  instanceIdentifier,
  fromSpec('region', field('region')),
  fromRegion('keys.logs', field('kmsKeyId')),
)

/** Of the replica, in its own region, before and after it is promoted. */
export const replicaLogs: readonly Composed[] = logGroups(
  'replica-',
  replicaIdentifier,
  fromRegion('peer.region', field('region')),
  fromRegion('peer.logsKey', field('kmsKeyId')),
)
