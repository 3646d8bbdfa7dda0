import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { region, tags } from '../../compose/fields.ts'
import { reported } from '../../compose/reported.ts'
import { hubParts } from '../../hub-environment.ts'

const cidr = Type.String({
  pattern: '^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$',
  maxLength: 18,
  description: 'Block of IPv4 addresses',
})
const zoneBlocks = (description: string) => Type.Object({ a: cidr, b: cidr, c: cidr }, { description })
const zoneId = Type.String({
  pattern: '^[a-z]{3,4}[0-9]-az[0-9]$',
  maxLength: 12,
  description: 'Id of a zone',
})

/** A region's VPC over three zones, with all paths by which traffic enters, leaves and passes between tiers. */
export const network = api({
  kind: 'Network',
  plural: 'networks',
  description: 'VPC of a region: subnets of three zones, gateways, endpoints, security groups, flow logs',
  spec: Type.Object({
    region,
    cidr,
    zones: Type.Object(
      { a: zoneId, b: zoneId, c: zoneId },
      { description: 'Zones, by the letters used here' },
    ),
    subnets: Type.Object(
      {
        public: zoneBlocks('Load balancers and NAT gateways'),
        node: zoneBlocks('Nodes and pods'),
        data: zoneBlocks('Databases and caches'),
        endpoint: zoneBlocks('Interface endpoints'),
        controlPlane: zoneBlocks('Interfaces of the Kubernetes control plane'),
      },
      { description: 'Block of each subnet' },
    ),
    subnetTags: Type.Record(
      Type.String({ pattern: '^[A-Za-z0-9:/_.-]{1,128}$' }),
      Type.String({ minLength: 1, maxLength: 256 }),
      { description: 'On the subnets of nodes and load balancers: whose cluster they are', maxProperties: 4 },
    ),
    tags,
  }),
  status: reported(hubParts.network),
  rules: [],
  immutable: ['region', 'cidr', 'zones', 'subnets'],
  connectionKeys: [],
})
