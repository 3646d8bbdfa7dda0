import { type Zone, zones } from '../../../lib/catalog/zones.ts'
import { networkName } from '../../../lib/resolve/eks.ts'
import type { TierName } from '../../../lib/resolve/vpc.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec, type Patch, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { findable, found, ofThis } from '../../compose/select.ts'

const ec2 = 'ec2.aws.upbound.io'
/** Sets the claim's region on every resource. */
export const inRegion = fromSpec('region', field('region'))

/** Tag with the name that AWS' consoles show. */
export function nameTag(name: string): Patch {
  return text(networkName(slot('claim.region'), name), field('tags.Name'))
}

const vpc: Composed = {
  name: 'vpc',
  base: {
    apiVersion: `${ec2}/v1beta1`,
    kind: 'VPC',
    spec: { forProvider: { enableDnsHostnames: true, enableDnsSupport: true } },
  },
  patches: [
    tags,
    nameTag('vpc'),
    inRegion,
    fromSpec('cidr', field('cidrBlock')),
    toStatus('status.atProvider.id', 'vpcId'),
  ],
}

const internetGateway: Composed = {
  name: 'internet-gateway',
  base: {
    apiVersion: `${ec2}/v1beta1`,
    kind: 'InternetGateway',
    spec: { forProvider: { vpcIdSelector: ofThis } },
  },
  patches: [tags, nameTag('internet'), inRegion],
}

/** A tier of subnets as AWS and the cluster see it. */
interface Tier {
  /** Part of the names of its resources. */
  readonly name: string
  /** Field of the claim and of the published part that holds it. */
  readonly key: TierName
  readonly status: 'publicSubnets' | 'nodeSubnets' | 'dataSubnets' | 'endpointSubnets' | 'controlPlaneSubnets'
  /** Route table: one for all, or one per zone through that zone's NAT gateway. */
  readonly routes: 'internet' | 'zone' | 'isolated'
  /** Tags by which controllers find subnets for load balancers. */
  readonly found: Readonly<Record<string, string>>
  readonly ofCluster: boolean
}

const tiers: readonly Tier[] = [
  {
    name: 'public',
    key: 'public',
    status: 'publicSubnets',
    routes: 'internet',
    found: { 'kubernetes.io/role/elb': '1' },
    ofCluster: true,
  },
  {
    name: 'node',
    key: 'node',
    status: 'nodeSubnets',
    routes: 'zone',
    found: { 'kubernetes.io/role/internal-elb': '1' },
    ofCluster: true,
  },
  { name: 'data', key: 'data', status: 'dataSubnets', routes: 'isolated', found: {}, ofCluster: false },
  {
    name: 'endpoint',
    key: 'endpoint',
    status: 'endpointSubnets',
    routes: 'isolated',
    found: {},
    ofCluster: false,
  },
  {
    name: 'control-plane',
    key: 'controlPlane',
    status: 'controlPlaneSubnets',
    routes: 'isolated',
    found: {},
    ofCluster: false,
  },
]

/** Merges the tags that name the cluster of a subnet. */
const clusterTags: Patch = {
  ...fromSpec('subnetTags', field('tags')),
  policy: { fromFieldPath: 'Required', toFieldPath: 'MergeObjects' },
}

function subnet(tier: Tier, zone: Zone): Composed {
  const name = `${tier.name}-${zone}`
  return {
    name: `subnet-${name}`,
    base: {
      apiVersion: `${ec2}/v1beta1`,
      kind: 'Subnet',
      metadata: findable(name),
      spec: {
        forProvider: {
          // Load balancers and NAT gateways have addresses of their own. Nothing else is in public subnets.
          mapPublicIpOnLaunch: false,
          tags: { ...tier.found },
          vpcIdSelector: ofThis,
        },
      },
    },
    patches: [
      tags,
      ...(tier.ofCluster ? [clusterTags] : []),
      nameTag(name),
      inRegion,
      fromSpec(`zones.${zone}`, field('availabilityZoneId')),
      fromSpec(`subnets.${tier.key}.${zone}`, field('cidrBlock')),
      toStatus('status.atProvider.id', `${tier.status}.${zone}`),
    ],
  }
}

function routeTable(name: string): Composed {
  return {
    name: `route-table-${name}`,
    base: {
      apiVersion: `${ec2}/v1beta1`,
      kind: 'RouteTable',
      metadata: findable(name),
      spec: { forProvider: { vpcIdSelector: ofThis } },
    },
    patches: [tags, nameTag(name), inRegion],
  }
}

function tableOf(tier: Tier, zone: Zone): string {
  return tier.routes === 'zone' ? `zone-${zone}` : tier.routes
}

function association(tier: Tier, zone: Zone): Composed {
  const name = `${tier.name}-${zone}`
  return {
    name: `association-${name}`,
    base: {
      apiVersion: `${ec2}/v1beta1`,
      kind: 'RouteTableAssociation',
      spec: {
        forProvider: { routeTableIdSelector: found(tableOf(tier, zone)), subnetIdSelector: found(name) },
      },
    },
    patches: [inRegion],
  }
}

const anywhere = '0.0.0.0/0'

const internetRoute: Composed = {
  name: 'route-internet',
  base: {
    apiVersion: `${ec2}/v1beta2`,
    kind: 'Route',
    spec: {
      forProvider: {
        destinationCidrBlock: anywhere,
        gatewayIdSelector: ofThis,
        routeTableIdSelector: found('internet'),
      },
    },
  },
  patches: [inRegion],
}

/** One gateway for each zone. If a zone fails, only its own nodes lose their path to the internet. */
function natGateway(zone: Zone): Composed[] {
  const name = `nat-${zone}`
  return [
    {
      name: `address-${zone}`,
      base: {
        apiVersion: `${ec2}/v1beta1`,
        kind: 'EIP',
        metadata: findable(name),
        spec: { forProvider: { domain: 'vpc' } },
      },
      patches: [tags, nameTag(name), inRegion],
    },
    {
      name: `nat-gateway-${zone}`,
      base: {
        apiVersion: `${ec2}/v1beta1`,
        kind: 'NATGateway',
        metadata: findable(name),
        spec: {
          forProvider: {
            allocationIdSelector: found(name),
            connectivityType: 'public',
            subnetIdSelector: found(`public-${zone}`),
          },
        },
      },
      patches: [tags, nameTag(name), inRegion],
    },
    {
      name: `route-zone-${zone}`,
      base: {
        apiVersion: `${ec2}/v1beta2`,
        kind: 'Route',
        spec: {
          forProvider: {
            destinationCidrBlock: anywhere,
            natGatewayIdSelector: found(name),
            routeTableIdSelector: found(`zone-${zone}`),
          },
        },
      },
      patches: [inRegion],
    },
  ]
}

/** Names of all route tables. */
export const routeTables: readonly string[] = ['internet', ...zones.map((zone) => `zone-${zone}`), 'isolated']

/** VPC, subnets, and the routes between them and the internet. */
export const subnetResources: readonly Composed[] = [
  vpc,
  internetGateway,
  ...tiers.flatMap((tier) => zones.map((zone) => subnet(tier, zone))),
  ...routeTables.map(routeTable),
  ...tiers.flatMap((tier) => zones.map((zone) => association(tier, zone))),
  internetRoute,
  ...zones.flatMap(natGateway),
]
