/** An event of EC2 or AWS Health that announces the end of an instance. */
export interface Interruption {
  readonly name: string
  readonly description: string
  readonly pattern: {
    readonly source: readonly string[]
    readonly 'detail-type': readonly string[]
    readonly detail?: Readonly<Record<string, readonly string[]>>
  }
}

/**
 * EKS drains the nodes of managed groups on the first two events. The queue keeps these and the other events for later
 * analysis.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
 */
export const interruptions: readonly Interruption[] = [
  {
    name: 'spot-interruption',
    description: 'A spot instance ends in two minutes',
    pattern: { source: ['aws.ec2'], 'detail-type': ['EC2 Spot Instance Interruption Warning'] },
  },
  {
    name: 'rebalance',
    description: 'A spot instance is at a higher risk to end',
    pattern: { source: ['aws.ec2'], 'detail-type': ['EC2 Instance Rebalance Recommendation'] },
  },
  {
    name: 'state-change',
    description: 'An instance stops or ends',
    pattern: {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state: ['shutting-down', 'stopping', 'terminated'] },
    },
  },
  {
    name: 'scheduled-change',
    description: 'AWS retires or maintains an instance',
    pattern: {
      source: ['aws.health'],
      'detail-type': ['AWS Health Event'],
      detail: { service: ['EC2'], eventTypeCategory: ['scheduledChange'] },
    },
  },
]
