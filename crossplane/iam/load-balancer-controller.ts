import { allow, type Document, document } from '../compose/iam.ts'
import type { OfCluster } from './cluster-autoscaler.ts'

/**
 * The controller puts pods into target groups that Crossplane has made, and takes them out. It makes no load
 * balancer and opens no security group, so it may not: a fraction of the policy that its project publishes.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/
 */
export function loadBalancerControllerPolicy({ accountId, region }: OfCluster): Document {
  return document(
    // None of these actions knows a resource.
    allow(
      'SeeTargets',
      [
        'ec2:DescribeAvailabilityZones',
        'ec2:DescribeInstances',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
        'elasticloadbalancing:DescribeTags',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      '*',
    ),
    allow(
      'RegisterPods',
      ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
      `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/paddock-*/*`,
    ),
  )
}
