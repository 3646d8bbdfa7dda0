import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { cellName, region, tags } from '../../compose/fields.ts'

/** The files of a cell's tenants. Each cell has one bucket, so that copies go only where the cell's data may go. */
export const cellFiles = api({
  kind: 'CellFiles',
  plural: 'cellfiles',
  description: 'Bucket of a cell: each tenant’s files below its prefix tenant-<id>/',
  spec: Type.Object({ region, peerRegion: region, cell: cellName, tags }),
  status: Type.Object({ bucket: Type.Optional(Type.String()) }),
  rules: [{ rule: 'self.region != self.peerRegion', message: 'peerRegion must be the other region' }],
  immutable: ['region', 'peerRegion', 'cell'],
  connectionKeys: [],
})
