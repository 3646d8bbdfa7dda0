import { zones } from '../../../lib/catalog/zones.ts'
import type { Composed } from '../../compose/composition.ts'
import { documentText } from '../../compose/iam.ts'
import { field, type Patch, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { findable, found, ofThis } from '../../compose/select.ts'
import { endpointPolicy } from '../../iam/endpoint-policies.ts'
import { inRegion, nameTag, routeTables } from './subnets.ts'

const ec2 = 'ec2.aws.upbound.io'

/** An AWS service that nodes or pods call without leaving the VPC. Each costs an hourly rate per zone. */
interface InterfaceEndpoint {
  readonly service: string
  readonly why: string
  /** If set, the service's usual name resolves to the endpoint. Otherwise only the endpoint's own name does. */
  readonly names: 'usual' | 'own'
  /** Absent: it lets only calls of this account through, to this account. */
  readonly policy?: 'none'
}

const interfaceEndpoints: readonly InterfaceEndpoint[] = [
  { service: 'autoscaling', why: 'cluster autoscaler', names: 'usual' },
  { service: 'ec2', why: 'network plugin, volumes, autoscaler', names: 'usual' },
  { service: 'ecr.api', why: 'images of add-ons', names: 'usual' },
  { service: 'ecr.dkr', why: 'images of add-ons', names: 'usual' },
  { service: 'eks', why: 'nodes that join, autoscaler', names: 'usual' },
  // AWS documents no policy for it, and AWS refuses an endpoint with a policy that it does not support: no pod would get a
  // role. Only the node's agent reaches it, and its one call takes no data.
  { service: 'eks-auth', why: 'Pod Identity', names: 'usual', policy: 'none' },
  { service: 'elasticfilesystem', why: 'EFS volumes', names: 'usual' },
  { service: 'elasticloadbalancing', why: 'targets of load balancers', names: 'usual' },
  { service: 'kms', why: 'secrets and disks', names: 'usual' },
  { service: 'logs', why: 'logs', names: 'usual' },
  // NetworkPolicies of tenants can name the endpoint's subnets. The gateway endpoint has public addresses.
  { service: 's3', why: 'tenants’ files', names: 'own' },
  { service: 'secretsmanager', why: 'secrets', names: 'usual' },
  { service: 'sts', why: 'roles of service accounts', names: 'usual' },
]

/** AWS puts `*.` before the name for the hosts of buckets. */
const s3Name: Patch = {
  ...toStatus('status.atProvider.dnsEntry[0].dnsName', 's3Endpoint'),
  transforms: [
    { type: 'string', string: { type: 'Regexp', regexp: { match: '^(?:\\*\\.)?(.+)$', group: 1 } } },
  ],
}

function policy(service: string): Patch {
  const place = { accountId: slot('keys.accountId'), region: slot('claim.region') }
  return text(documentText(endpointPolicy(service, place)), field('policy'))
}

function interfaceEndpoint({ service, names, policy: own }: InterfaceEndpoint): Composed[] {
  const id = `endpoint-${service.replace('.', '-')}`
  return [
    {
      name: id,
      base: {
        apiVersion: `${ec2}/v1beta2`,
        kind: 'VPCEndpoint',
        metadata: findable(id),
        spec: {
          forProvider: {
            privateDnsEnabled: names === 'usual',
            vpcEndpointType: 'Interface',
            vpcIdSelector: ofThis,
          },
        },
      },
      patches: [
        tags,
        nameTag(id),
        inRegion,
        text(`com.amazonaws.${slot('claim.region')}.${service}`, field('serviceName')),
        ...(own === 'none' ? [] : [policy(service)]),
        ...(names === 'own' ? [s3Name] : []),
      ],
    },
    {
      name: `${id}-group`,
      base: {
        apiVersion: `${ec2}/v1beta1`,
        kind: 'VPCEndpointSecurityGroupAssociation',
        spec: {
          forProvider: {
            // An endpoint without a security group would get the VPC's default group.
            replaceDefaultAssociation: true,
            securityGroupIdSelector: found('endpoints'),
            vpcEndpointIdSelector: found(id),
          },
        },
      },
      patches: [inRegion],
    },
    ...zones.map(
      (zone): Composed => ({
        name: `${id}-${zone}`,
        base: {
          apiVersion: `${ec2}/v1beta1`,
          kind: 'VPCEndpointSubnetAssociation',
          spec: {
            forProvider: {
              subnetIdSelector: found(`endpoint-${zone}`),
              vpcEndpointIdSelector: found(id),
            },
          },
        },
        patches: [inRegion],
      }),
    ),
  ]
}

/** S3 for traffic that no tenant's pod causes, such as image layers, without a price per gigabyte. */
const gateway: Composed = {
  name: 'endpoint-s3-gateway',
  base: {
    apiVersion: `${ec2}/v1beta2`,
    kind: 'VPCEndpoint',
    metadata: findable('endpoint-s3-gateway'),
    spec: { forProvider: { vpcEndpointType: 'Gateway', vpcIdSelector: ofThis } },
  },
  patches: [
    tags,
    nameTag('endpoint-s3-gateway'),
    inRegion,
    text(`com.amazonaws.${slot('claim.region')}.s3`, field('serviceName')),
    policy('s3-gateway'),
  ],
}

function gatewayRoute(table: string): Composed {
  return {
    name: `endpoint-s3-gateway-${table}`,
    base: {
      apiVersion: `${ec2}/v1beta1`,
      kind: 'VPCEndpointRouteTableAssociation',
      spec: {
        forProvider: {
          routeTableIdSelector: found(table),
          vpcEndpointIdSelector: found('endpoint-s3-gateway'),
        },
      },
    },
    patches: [inRegion],
  }
}

/** Endpoints through which AWS services are reached within the VPC. */
export const endpointResources: readonly Composed[] = [
  gateway,
  ...routeTables.filter((table) => table !== 'internet').map(gatewayRoute),
  ...interfaceEndpoints.flatMap(interfaceEndpoint),
]
