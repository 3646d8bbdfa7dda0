/** One parameter of PostgreSQL; static ones take effect with the next reboot. */
export interface Parameter {
  name: string
  value: string
  applyMethod: 'immediate' | 'pending-reboot'
}

/**
 * Parameters of every instance. The first is filled from the claim: its place is what the patch names.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
export const parameters: Parameter[] = [
  { name: 'max_connections', value: '0', applyMethod: 'pending-reboot' },
  { name: 'rds.force_ssl', value: '1', applyMethod: 'immediate' },
  { name: 'rds.allowed_extensions', value: 'pgaudit,pg_stat_statements,vector', applyMethod: 'immediate' },
  { name: 'shared_preload_libraries', value: 'pg_stat_statements,pgaudit', applyMethod: 'pending-reboot' },
  // Who changed roles, grants and tables; the rows that tenants read are theirs.
  { name: 'pgaudit.log', value: 'ddl,role', applyMethod: 'immediate' },
  { name: 'log_min_duration_statement', value: '1000', applyMethod: 'immediate' },
  { name: 'log_lock_waits', value: '1', applyMethod: 'immediate' },
  // A session that forgets its transaction would hold back vacuum for every tenant of the cell.
  { name: 'idle_in_transaction_session_timeout', value: '600000', applyMethod: 'immediate' },
]
