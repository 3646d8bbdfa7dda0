import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { cellName, region, tags, tenantId } from '../../compose/fields.ts'

/** A tenant's secret in Secrets Manager, and the role that may read it. */
export const tenantSecrets = api({
  kind: 'TenantSecrets',
  plural: 'tenantsecrets',
  description:
    'Entry tenant-<id>-secrets of Secrets Manager, filled once by External Secrets, and the role that reads it',
  spec: Type.Object({ region, cell: cellName, tenant: tenantId, tags }),
  status: Type.Object({
    arn: Type.Optional(Type.String({ description: 'Of the secret' })),
    readerRoleArn: Type.Optional(Type.String({ description: 'Of the role of secrets-reader' })),
    pushed: Type.Optional(
      Type.String({ description: 'Version of the PushSecret that found or put the values' }),
    ),
  }),
  rules: [],
  immutable: ['region', 'tenant'],
  connectionKeys: [],
})
