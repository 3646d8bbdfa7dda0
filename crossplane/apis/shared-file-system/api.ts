import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { cellName, region, tags } from '../../compose/fields.ts'

/** A cell's EFS with one directory for each tenant. Each directory is reachable only through its own access point. */
export const sharedFileSystem = api({
  kind: 'SharedFileSystem',
  plural: 'sharedfilesystems',
  description:
    'EFS of a cell: encrypted, a mount target in each zone, backed up, closed to plain or anonymous access',
  spec: Type.Object({
    region,
    cell: cellName,
    capacityGiB: Type.Integer({
      minimum: 1,
      description: 'Bytes that the cell promises its tenants; more raises an alarm',
    }),
    tags,
  }),
  status: Type.Object({
    fileSystemId: Type.Optional(Type.String()),
    arn: Type.Optional(Type.String()),
    copyId: Type.Optional(Type.String({ description: 'File system in the other region, which EFS makes' })),
  }),
  rules: [],
  immutable: ['region', 'cell'],
  connectionKeys: ['audit', 'bucket', 'endpoint', 'models'],
})
