import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { operatorNamespaceChart } from '../operator/namespace.ts'

/**
 * The namespace of the ingress controller. It comes long before its pods: the hub puts the security group policy into
 * it, and a pod that is older than the policy has the nodes' group, at which no load balancer may knock.
 */
export function ingressNamespaceChart(scope: Construct, cluster: ResolvedCluster): Chart {
  // A pod counts as ready when the load balancers have found it healthy: a rollout cannot outrun them.
  return operatorNamespaceChart(scope, cluster, platform.ingress, {
    'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled',
  })
}
