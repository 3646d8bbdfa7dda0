import { type EntryName, entryName } from '../../../lib/resolve/edge-names.ts'
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

const publicSubnets: readonly Patch[] = ['a', 'b', 'c'].map((zone, index) =>
  fromRegion(`network.publicSubnets.${zone}`, field(`subnets[${index}]`)),
)

function reports(entry: EntryName): Patch[] {
  return [
    toStatus('status.atProvider.arn', `${entry}.arn`),
    toStatus('status.atProvider.dnsName', `${entry}.dnsName`),
    toStatus('status.atProvider.zoneId', `${entry}.zoneId`),
  ]
}

const guarded = {
  enableCrossZoneLoadBalancing: true,
  enableDeletionProtection: true,
  internal: false,
  ipAddressType: 'ipv4',
}

/** Logs go to the region's bucket for logs. An NLB writes logs for TLS listeners only, and this one has none. */
const logged: readonly Patch[] = [
  fromRegion('storage.logs', field('accessLogs.bucket')),
  fromRegion('storage.logs', field('connectionLogs.bucket')),
]

const applicationLoadBalancer: Composed = {
  name: 'web-balancer',
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
        loadBalancerType: 'application',
        xffHeaderProcessingMode: 'append',
      },
    },
  },
  patches: [
    tags,
    inRegion,
    named('web'),
    ...publicSubnets,
    fromRegion('network.securityGroups.loadBalancer', field('securityGroups[0]')),
    ...logged,
    ...reports('web'),
  ],
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
        loadBalancerType: 'network',
      },
    },
  },
  patches: [
    tags,
    inRegion,
    named('hosts'),
    ...publicSubnets,
    fromRegion('network.securityGroups.loadBalancer', field('securityGroups[0]')),
    ...reports('hosts'),
  ],
}

const passOn = (entry: EntryName, to: string): Patch => fromStatus(`${entry}.targetGroup`, field(to))

const httpsListener: Composed = {
  name: 'web-listener',
  base: {
    apiVersion: elb,
    kind: 'LBListener',
    spec: {
      forProvider: {
        defaultAction: [{ type: 'forward' }],
        port: 443,
        protocol: 'HTTPS',
        routingHttpResponseServerEnabled: false,
        routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000',
        // Users get TLS 1.3 and nothing older.
        // @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
      },
    },
  },
  patches: [
    tags,
    inRegion,
    fromStatus('web.arn', field('loadBalancerArn')),
    fromStatus('certificates.web.arn', field('certificateArn')),
    passOn('web', 'defaultAction[0].targetGroupArn'),
    toStatus('status.atProvider.arn', 'web.listener'),
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
  applicationLoadBalancer,
  httpsListener,
  networkLoadBalancer,
  tcpListener,
]
