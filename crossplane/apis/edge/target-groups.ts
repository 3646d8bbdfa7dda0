import { drainSeconds, type EntryName, ingressHealth, ingressPort } from '../../../lib/resolve/edge-names.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromRegion, fromSpec, tags, toStatus } from '../../compose/patch.ts'
import { named } from './load-balancers.ts'

/** A check every ten seconds. A target becomes healthy after two answers and unhealthy after two missing answers. */
const healthCheck = {
  enabled: true,
  healthyThreshold: 2,
  interval: 10,
  matcher: '200',
  path: ingressHealth.path,
  port: String(ingressHealth.port),
  protocol: 'HTTP',
  timeout: 5,
  unhealthyThreshold: 2,
}

/** Pods of the ingress controller behind the ALB. The region's own cluster registers the pods, by the group's name. */
const httpsTargets: Composed = {
  name: 'web-targets',
  base: {
    apiVersion: 'elbv2.aws.upbound.io/v1beta2',
    kind: 'LBTargetGroup',
    spec: {
      forProvider: {
        deregistrationDelay: String(drainSeconds),
        healthCheck,
        // A request here may take minutes, so the target with the fewest open requests is the least busy.
        loadBalancingAlgorithmType: 'least_outstanding_requests',
        port: ingressPort,
        protocol: 'HTTPS',
        protocolVersion: 'HTTP1',
        targetType: 'ip',
      },
    },
  },
  patches: common('web'),
}

const tcpTargets: Composed = {
  name: 'hosts-targets',
  base: {
    apiVersion: 'elbv2.aws.upbound.io/v1beta2',
    kind: 'LBTargetGroup',
    spec: {
      forProvider: {
        connectionTermination: false,
        deregistrationDelay: String(drainSeconds),
        healthCheck,
        port: ingressPort,
        // The ingress controller limits rates by the client's address, so it has to see that address.
        preserveClientIp: 'true',
        protocol: 'TCP',
        targetType: 'ip',
      },
    },
  },
  patches: common('hosts'),
}

function common(entry: EntryName) {
  return [
    tags,
    fromSpec('region', field('region')),
    named(entry),
    fromRegion('network.vpcId', field('vpcId')),
    toStatus('status.atProvider.arn', `${entry}.targetGroup`),
  ]
}

/** A target group for each entry point. */
export const targetResources: readonly Composed[] = [httpsTargets, tcpTargets]
