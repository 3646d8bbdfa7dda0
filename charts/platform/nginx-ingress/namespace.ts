import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { operatorNamespaceChart } from '../operator/namespace.ts'

/**
 * The namespace of the ingress controller. It is created long before its pods, because the hub writes the security
 * group policy into it. A pod that is older than the policy has the nodes' security group, and load balancers cannot
 * reach it.
 */
export function ingressNamespaceChart(scope: Construct, cluster: ResolvedCluster): Chart {
  // A pod is ready after the load balancers have found it healthy, so a rollout cannot be faster than they are.
  return operatorNamespaceChart(scope, cluster, platform.ingress, {
    'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled',
  })
}
