import { allow, type Document, document } from '../compose/iam.ts'

/** Values that the policy of a cluster's own pod names. The texts may contain slots. */
export interface OfCluster {
  readonly accountId: string
  readonly region: string
  readonly clusterName: string
}

/**
 * The autoscaler reads every group and changes only those of this cluster. EKS adds this tag to the groups of its
 * managed node groups.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function clusterAutoscalerPolicy({ accountId, region, clusterName }: OfCluster): Document {
  return document(
    // These actions do not support resources.
    allow(
      'SeeGroups',
      [
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeAutoScalingInstances',
        'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities',
        'autoscaling:DescribeTags',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplateVersions',
        'ec2:GetInstanceTypesFromInstanceRequirements',
      ],
      '*',
    ),
    allow(
      'SeeNodeGroups',
      ['eks:DescribeNodegroup'],
      `arn:aws:eks:${region}:${accountId}:nodegroup/${clusterName}/*`,
    ),
    allow(
      'ScaleOwnGroups',
      ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:*:autoScalingGroupName/eks-*`,
      { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: 'owned' } },
    ),
  )
}
