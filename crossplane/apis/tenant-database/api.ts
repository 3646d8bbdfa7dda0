import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { tenantId } from '../../compose/fields.ts'
import { databaseFields, databaseGrowing, databaseRules, databaseStatus } from '../postgres-database/api.ts'

/**
 * A PostgreSQL of one tenant. Tenants that share their cell's database claim none. SQL creates schemas and roles: see
 * docs/decisions/tenant-database.md.
 */
export const tenantDatabase = api({
  kind: 'TenantDatabase',
  plural: 'tenantdatabases',
  description: 'PostgreSQL of one tenant: made as a cell’s is, shared with nobody',
  spec: Type.Object({ ...databaseFields, tenant: tenantId }),
  status: databaseStatus,
  rules: [
    ...databaseRules,
    {
      rule: "self.name == 'tenant-' + self.tenant",
      message: 'name must be tenant-<tenant>: tenants and cells share the names of RDS',
    },
  ],
  immutable: ['region', 'cell', 'name', 'tenant'],
  growing: databaseGrowing,
  connectionKeys: ['ca', 'host'],
})
