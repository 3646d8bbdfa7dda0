import { allow, type Document, document } from '../compose/iam.ts'
import type { OfCluster } from './cluster-autoscaler.ts'

/**
 * The controller adds pods to target groups that Crossplane created, and removes them. It creates no load balancer and
 * opens no security group. So this is a small part of the policy that its project publishes.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/
 */
export function loadBalancerControllerPolicy({ accountId, region }: OfCluster): Document {
  return document(
    // These actions do not support resources.
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
