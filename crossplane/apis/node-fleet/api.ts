import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'

/** Resources that all node groups of a region share. */
export const nodeFleet = api({
  kind: 'NodeFleet',
  plural: 'nodefleets',
  description:
    'Resources that a region’s nodes share: encrypted disks, and a queue of notices about instances that end',
  spec: Type.Object({ region, tags }),
  status: Type.Object({}),
  rules: [],
  immutable: ['region'],
  connectionKeys: [],
})
