import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { namespaceChart } from '../../kit/namespace.ts'
import { component } from './component.ts'

/**
 * The namespace of the ingress controller. It comes long before its pods: the hub puts the security group policy into
 * it, and load balancers cannot reach a pod that is older than the policy.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [namespaceChart(scope, cluster, component)]
}
