import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { domain, region, tags } from '../../compose/fields.ts'

const text = (description: string) => Type.Optional(Type.String({ description }))
const certificate = Type.Optional(
  Type.Object({
    requested: text('ARN, before it is issued'),
    proofName: text('Record that proves the domain; the other region has it'),
    proofValue: text('Its value'),
    arn: text('ARN, once it is issued'),
  }),
)

/**
 * DNS of a region's hosts: they point to its own load balancers, and to the other region's while its own are unhealthy.
 */
export const edgeRouting = api({
  kind: 'EdgeRouting',
  plural: 'edgeroutings',
  description:
    'Records of a region’s hosts with the other region behind them, and the other region’s certificate',
  spec: Type.Object({
    region,
    peerRegion: region,
    domain,
    tags,
  }),
  status: Type.Object({
    certificates: Type.Optional(Type.Object({ web: certificate })),
  }),
  rules: [{ rule: 'self.region != self.peerRegion', message: 'peerRegion must be the other region' }],
  immutable: ['region', 'peerRegion', 'domain'],
  connectionKeys: [],
})
