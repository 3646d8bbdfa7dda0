import { allow, type Document, document } from '../compose/iam.ts'

/** What a policy of a cluster's own pod names; texts, which may hold slots. */
export interface OfCluster {
  readonly accountId: string
  readonly region: string
  readonly clusterName: string
}

/**
 * The autoscaler looks at every group, and changes only those that are this cluster's: EKS tags the groups of its
 * managed node groups so, by itself.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function clusterAutoscalerPolicy({ accountId, region, clusterName }: OfCluster): Document {
  return document(
    // None of these actions knows a resource.
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
