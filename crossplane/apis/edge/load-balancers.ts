import { type EntryName, entryName, immutablePath } from '../../../lib/resolve/edge-names.ts'
import { timeouts } from '../../../lib/resolve/timeouts.ts'
import type { Composed } from '../../compose/composition.ts'
import {
  field,
  fromRegion,
  fromSpec,
  fromStatus,
  type Patch,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'

const elb = 'elbv2.aws.upbound.io/v1beta2'
const inRegion = fromSpec('region', field('region'))
/** Prefix of the logs of load balancers in the region's bucket of logs; its policy names it. */
const logPrefix = 'load-balancers'

/** Name of the load balancer and of the target group of an entry point, filled from the claim. */
export function named(entry: EntryName): Patch {
  return text(entryName(slot('claim.region'), entry), field('name'))
}

function subnets(tier: 'publicSubnets' | 'nodeSubnets'): Patch[] {
  return ['a', 'b', 'c'].map((zone, index) =>
    fromRegion(`network.${tier}.${zone}`, field(`subnets[${index}]`)),
  )
}

function reports(entry: EntryName): Patch[] {
  return [
    toStatus('status.atProvider.arn', `${entry}.arn`),
    toStatus('status.atProvider.dnsName', `${entry}.dnsName`),
    toStatus('status.atProvider.zoneId', `${entry}.zoneId`),
  ]
}

const guarded = { enableCrossZoneLoadBalancing: true, enableDeletionProtection: true, ipAddressType: 'ipv4' }

/** Logs go to the region's bucket for logs. An NLB writes logs for TLS listeners only, and this one has none. */
const logged: readonly Patch[] = [
  fromRegion('storage.logs', field('accessLogs.bucket')),
  fromRegion('storage.logs', field('connectionLogs.bucket')),
]

function applicationLoadBalancer(entry: 'web' | 'static'): Composed {
  const internal = entry === 'static'
  return {
    name: `${entry}-balancer`,
    base: {
      apiVersion: elb,
      kind: 'LB',
      spec: {
        forProvider: {
          ...guarded,
          accessLogs: { enabled: true, prefix: logPrefix },
          connectionLogs: { enabled: true, prefix: logPrefix },
          desyncMitigationMode: 'strictest',
          dropInvalidHeaderFields: true,
          enableHttp2: true,
          // While the firewall does not answer, the load balancer rejects requests.
          enableWafFailOpen: false,
          enableZonalShift: true,
          idleTimeout: timeouts.balancerIdle,
          internal,
          loadBalancerType: 'application',
          xffHeaderProcessingMode: 'append',
        },
      },
    },
    patches: [
      tags,
      inRegion,
      named(entry),
      ...subnets(internal ? 'nodeSubnets' : 'publicSubnets'),
      fromRegion('network.securityGroups.loadBalancer', field('securityGroups[0]')),
      ...logged,
      ...reports(entry),
    ],
  }
}

const networkLoadBalancer: Composed = {
  name: 'hosts-balancer',
  base: {
    apiVersion: elb,
    kind: 'LB',
    spec: {
      forProvider: {
        ...guarded,
        enableZonalShift: true,
        internal: false,
        loadBalancerType: 'network',
      },
    },
  },
  patches: [
    tags,
    inRegion,
    named('hosts'),
    ...subnets('publicSubnets'),
    fromRegion('network.securityGroups.loadBalancer', field('securityGroups[0]')),
    ...reports('hosts'),
  ],
}

const passOn = (entry: EntryName, to: string): Patch => fromStatus(`${entry}.targetGroup`, field(to))

/**
 * Users get TLS 1.3 and nothing older. CloudFront speaks TLS 1.2 to its origins, so the internal ALB accepts both.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const policies = { web: 'ELBSecurityPolicy-TLS13-1-3-2021-06', static: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }

const notFound = {
  fixedResponse: { contentType: 'text/plain', messageBody: 'Not found', statusCode: '404' },
  type: 'fixed-response',
}

function httpsListener(entry: 'web' | 'static'): Composed {
  return {
    name: `${entry}-listener`,
    base: {
      apiVersion: elb,
      kind: 'LBListener',
      spec: {
        forProvider: {
          // The rule below forwards the path that CloudFront needs. Every other path gets 404.
          defaultAction: [entry === 'web' ? { type: 'forward' } : notFound],
          port: 443,
          protocol: 'HTTPS',
          routingHttpResponseServerEnabled: false,
          routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000',
          sslPolicy: policies[entry],
        },
      },
    },
    patches: [
      tags,
      inRegion,
      fromStatus(`${entry}.arn`, field('loadBalancerArn')),
      fromStatus(`certificates.${entry}.arn`, field('certificateArn')),
      ...(entry === 'web' ? [passOn('web', 'defaultAction[0].targetGroupArn')] : []),
      toStatus('status.atProvider.arn', `${entry}.listener`),
    ],
  }
}

const staticRule: Composed = {
  name: 'static-rule',
  base: {
    apiVersion: elb,
    kind: 'LBListenerRule',
    spec: {
      forProvider: {
        action: [{ type: 'forward' }],
        condition: [
          { pathPattern: { values: [immutablePath] } },
          { httpRequestMethod: { values: ['GET', 'HEAD'] } },
        ],
        priority: 10,
      },
    },
  },
  patches: [
    tags,
    inRegion,
    fromStatus('static.listener', field('listenerArn')),
    passOn('static', 'action[0].targetGroupArn'),
  ],
}

/** Passes bytes through. TLS of the tenants' own hosts ends at the ingress controller, which has their certificates. */
const tcpListener: Composed = {
  name: 'hosts-listener',
  base: {
    apiVersion: elb,
    kind: 'LBListener',
    spec: {
      // Seconds without a byte after which an NLB closes a connection. This is the maximum.
      forProvider: {
        defaultAction: [{ type: 'forward' }],
        port: 443,
        protocol: 'TCP',
        tcpIdleTimeoutSeconds: 6000,
      },
    },
  },
  patches: [
    tags,
    inRegion,
    fromStatus('hosts.arn', field('loadBalancerArn')),
    passOn('hosts', 'defaultAction[0].targetGroupArn'),
    toStatus('status.atProvider.arn', 'hosts.listener'),
  ],
}

/** Load balancers with their listeners. */
export const balancerResources: readonly Composed[] = [
  applicationLoadBalancer('web'),
  httpsListener('web'),
  applicationLoadBalancer('static'),
  httpsListener('static'),
  staticRule,
  networkLoadBalancer,
  tcpListener,
]
