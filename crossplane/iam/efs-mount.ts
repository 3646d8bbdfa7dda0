import { allow, type Document, document } from '../compose/iam.ts'
import type { OfCluster } from './cluster-autoscaler.ts'

/**
 * Permissions of the driver's pods on nodes for the files of cells: they mount them through an access point, as its
 * user. The file system's own policy asks IAM, so nothing is mounted without this. A tenant's own session has none of
 * these permissions. The managed add-on binds a role only to its controller, so the nodes' service account has an
 * association of its own.
 *
 * @see https://github.com/kubernetes-sigs/aws-efs-csi-driver/issues/1759
 * @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
export function efsMountPolicy({ accountId, region }: OfCluster): Document {
  const of = (resource: string) => `arn:aws:elasticfilesystem:${region}:${accountId}:${resource}/*`
  return document(
    allow('Mount', ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'], of('file-system'), {
      StringLike: { 'elasticfilesystem:AccessPointArn': of('access-point') },
    }),
    allow('FindMountTarget', ['elasticfilesystem:DescribeMountTargets'], of('file-system')),
  )
}
