import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { domain, region, tags } from '../../compose/fields.ts'

const text = (description: string) => Type.Optional(Type.String({ description }))
const certificate = Type.Optional(
  Type.Object({
    requested: text('ARN, before it is issued'),
    proofName: text('Record that proves the domain'),
    proofValue: text('Its value'),
    arn: text('ARN, once it is issued'),
  }),
)
const entry = Type.Optional(
  Type.Object({
    arn: text('Load balancer'),
    dnsName: text('Its name'),
    zoneId: text('Zone of its name'),
    targetGroup: text('ARN of its target group'),
    listener: text('ARN of its listener'),
    healthCheck: text('Health check that looks at it from outside'),
  }),
)

/** The entry points of a region: zone, certificates, load balancers and firewall. */
export const edge = api({
  kind: 'Edge',
  plural: 'edges',
  description: 'Ways into a region: its zone, a certificate, an ALB behind a firewall, and an NLB',
  spec: Type.Object({
    region,
    domain,
    requestsPerFiveMinutes: Type.Integer({
      minimum: 100,
      maximum: 2_000_000_000,
      description: 'The firewall blocks an address with more requests; a whole company may use one address',
    }),
    tags,
  }),
  status: Type.Object({
    domain: text('Domain, once its zone is there'),
    zoneId: text('Zone'),
    nameServers: Type.Optional(
      Type.Object(
        { a: text('First'), b: text('Second'), c: text('Third'), d: text('Fourth') },
        { description: 'Name servers of the zone' },
      ),
    ),
    certificates: Type.Optional(Type.Object({ web: certificate })),
    web: entry,
    hosts: entry,
    firewall: text('ARN of the rules before the ALB'),
  }),
  rules: [],
  immutable: ['region', 'domain'],
  connectionKeys: [],
})
