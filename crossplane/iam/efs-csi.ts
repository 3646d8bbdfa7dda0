import { allow, type Document, document } from '../compose/iam.ts'
import type { OfCluster } from './cluster-autoscaler.ts'

/**
 * The driver mounts access points that Crossplane created. It creates none, so it only needs read access.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html
 */
export function efsCsiPolicy({ accountId, region }: OfCluster): Document {
  return document(
    allow(
      'SeeFileSystems',
      [
        'elasticfilesystem:DescribeAccessPoints',
        'elasticfilesystem:DescribeFileSystems',
        'elasticfilesystem:DescribeMountTargets',
      ],
      [
        `arn:aws:elasticfilesystem:${region}:${accountId}:file-system/*`,
        `arn:aws:elasticfilesystem:${region}:${accountId}:access-point/*`,
      ],
    ),
    // The action does not support resources.
    allow('SeeZones', ['ec2:DescribeAvailabilityZones'], '*'),
  )
}
