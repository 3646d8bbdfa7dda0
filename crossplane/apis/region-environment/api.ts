import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'

/** Values of AWS that the hub publishes to a region's own cluster. The region's compositions read nothing else. */
export const regionEnvironmentApi = api({
  kind: 'RegionEnvironment',
  plural: 'regionenvironments',
  description: 'EnvironmentConfig in a region’s cluster with the ids and ARNs of the region and of its peer',
  spec: Type.Object({
    region,
    peerRegion: region,
    operatorRole: Type.String({
      pattern: '^[A-Za-z0-9+=,.@_-]{1,64}$',
      description: 'Name of the IAM role of the operators, whom no resource policy shuts out',
    }),
    tags,
  }),
  status: Type.Object({}),
  rules: [{ rule: 'self.region != self.peerRegion', message: 'peerRegion must be the other region' }],
  immutable: ['region', 'peerRegion'],
  connectionKeys: [],
})
