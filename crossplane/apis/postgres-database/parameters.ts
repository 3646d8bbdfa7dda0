import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import {
  externalName,
  field,
  fromRegion,
  fromSpec,
  type Patch,
  slot,
  tags,
  text,
} from '../../compose/patch.ts'

/**
 * One parameter of PostgreSQL; static ones take effect with the next reboot. RDS notes nothing about a value that is its
 * own default, and reports it as `pending-reboot`: with another method the provider would write it again and again.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v6.55.0/website/docs/r/db_parameter_group.html.markdown#problematic-plan-changes
 */
export interface Parameter {
  readonly name: string
  readonly value: string
  readonly applyMethod: 'immediate' | 'pending-reboot'
}

/**
 * Parameters of every instance. The first is filled from the claim: its place is what the patch names.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
export const databaseParameters: readonly Parameter[] = [
  { name: 'max_connections', value: '0', applyMethod: 'pending-reboot' },
  { name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' },
  { name: 'rds.allowed_extensions', value: 'pgaudit,pg_stat_statements,vector', applyMethod: 'immediate' },
  { name: 'shared_preload_libraries', value: 'pg_stat_statements,pgaudit', applyMethod: 'pending-reboot' },
  // Who changed roles, grants and tables; the rows that tenants read are theirs.
  { name: 'pgaudit.log', value: 'ddl,role', applyMethod: 'immediate' },
  { name: 'log_connections', value: '1', applyMethod: 'immediate' },
  { name: 'log_disconnections', value: '1', applyMethod: 'immediate' },
  { name: 'log_min_duration_statement', value: '1000', applyMethod: 'immediate' },
  { name: 'log_lock_waits', value: '1', applyMethod: 'immediate' },
  // In kB: a sort that spills this much belongs to a query that somebody should see.
  { name: 'log_temp_files', value: '65536', applyMethod: 'immediate' },
  // In ms: a vacuum that takes this long holds back others of the cell.
  { name: 'log_autovacuum_min_duration', value: '10000', applyMethod: 'pending-reboot' },
  // A session that forgets its transaction would hold back vacuum for every tenant of the cell.
  { name: 'idle_in_transaction_session_timeout', value: '600000', applyMethod: 'immediate' },
]

/** A parameter group of the same parameters, wherever it stands. */
function parameterGroup(name: string, suffix: string, region: Patch): Composed {
  return {
    name,
    base: {
      apiVersion: 'rds.aws.upbound.io/v1beta1',
      kind: 'ParameterGroup',
      spec: {
        managementPolicies: keepData,
        forProvider: { description: 'Paddock', family: 'postgres17', parameter: [...databaseParameters] },
      },
    },
    patches: [
      text(`paddock-${slot('claim.name')}${suffix}`, externalName),
      tags,
      region,
      {
        ...fromSpec('maxConnections', field('parameter[0].value')),
        transforms: [{ type: 'string', string: { type: 'Format', fmt: '%d' } }],
      },
    ],
  }
}

/** Of the instance itself. */
export const instanceParameters = parameterGroup('parameters', '', fromSpec('region', field('region')))

/**
 * Of the replica, in its own region, where a group of this region does not exist. Without it the replica would come
 * up with the defaults, and keep them when it is promoted; with a smaller `max_connections` it would stop replaying.
 */
export const replicaParameters = parameterGroup(
  'replica-parameters',
  '-replica',
  fromRegion('peer.region', field('region')),
)
