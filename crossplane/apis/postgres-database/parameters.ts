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
 * One parameter of PostgreSQL. Static parameters take effect at the next reboot. If a value equals RDS's own default,
 * RDS records nothing and reports it as `pending-reboot`. With another method the provider would write it again and
 * again.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v6.55.0/website/docs/r/db_parameter_group.html.markdown#problematic-plan-changes
 */
export interface Parameter {
  readonly name: string
  readonly value: string
  readonly applyMethod: 'immediate' | 'pending-reboot'
}

/**
 * Parameters of every instance. The claim fills the first one: the patch refers to it by its position.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
export const databaseParameters: readonly Parameter[] = [
  { name: 'max_connections', value: '0', applyMethod: 'pending-reboot' },
  { name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' },
  { name: 'rds.allowed_extensions', value: 'pgaudit,pg_stat_statements,vector', applyMethod: 'immediate' },
  { name: 'shared_preload_libraries', value: 'pg_stat_statements,pgaudit', applyMethod: 'pending-reboot' },
  // pgaudit logs changes of roles, grants and tables. It does not log the rows that tenants read.
  { name: 'pgaudit.log', value: 'ddl,role', applyMethod: 'immediate' },
  { name: 'log_connections', value: '1', applyMethod: 'immediate' },
  { name: 'log_disconnections', value: '1', applyMethod: 'immediate' },
  { name: 'log_min_duration_statement', value: '1000', applyMethod: 'immediate' },
  { name: 'log_lock_waits', value: '1', applyMethod: 'immediate' },
  // In kB. A sort that spills this much belongs to a query that somebody should examine.
  { name: 'log_temp_files', value: '65536', applyMethod: 'immediate' },
  // In ms. A vacuum that takes this long delays others in the cell.
  { name: 'log_autovacuum_min_duration', value: '10000', applyMethod: 'pending-reboot' },
  // A session that leaves its transaction open would delay vacuum for every tenant of the cell.
  { name: 'idle_in_transaction_session_timeout', value: '600000', applyMethod: 'immediate' },
  // In kB, for each process. Only a superuser may raise it, so no tenant fills the disk by one query.
  { name: 'temp_file_limit', value: '4194304', applyMethod: 'immediate' },
  // Roles cannot change their own passwords. The administrator is a member of `rds_password` through `rds_superuser`.
  // @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.RestrictPasswordMgmt.html
  { name: 'rds.restrict_password_commands', value: '1', applyMethod: 'pending-reboot' },
]

/** A group with these parameters, in any region. */
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

/** Parameter group of the instance itself. */
export const instanceParameters = parameterGroup('parameters', '', fromSpec('region', field('region')))

/**
 * Parameter group of the replica, in its own region, because it cannot use a group of another region. Without this
 * group the replica would start with the defaults and keep them after its promotion. With a smaller `max_connections`
 * it would stop replaying.
 */
export const replicaParameters = parameterGroup(
  'replica-parameters',
  '-replica',
  fromRegion('peer.region', field('region')),
)
