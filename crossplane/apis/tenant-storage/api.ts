import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { cellName, region, tags, tenantId } from '../../compose/fields.ts'

/** A tenant's directory on its cell's EFS, and its access to its prefix of the cell's bucket. */
export const tenantStorage = api({
  kind: 'TenantStorage',
  plural: 'tenantstorages',
  description:
    'Directory of a tenant on EFS behind an access point of its own, the volume models-<id> of this directory, the volume model-cache-<id> of the node’s cache of models, the identity under which Open WebUI reaches the prefix tenant-<id>/ of the bucket, and the one under which the volume is filled',
  spec: Type.Object({
    region,
    cell: cellName,
    tenant: tenantId,
    owner: Type.Integer({
      minimum: 1_000_000,
      maximum: 2_147_483_647,
      description: 'User and group of every file, independent of the pod’s own user',
    }),
    tags,
  }),
  status: Type.Object({
    fileSystemId: Type.Optional(Type.String()),
    accessPointId: Type.Optional(Type.String()),
  }),
  rules: [],
  immutable: ['region', 'cell', 'tenant', 'owner'],
  connectionKeys: [],
})
