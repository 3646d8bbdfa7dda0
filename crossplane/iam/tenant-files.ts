import { allow, type Document, document, principalTag } from '../compose/iam.ts'

/** What a region knows of itself; texts, which may hold slots. */
export interface FilesOfRegion {
  readonly accountId: string
  readonly region: string
  /** ARN of the key under which its cells' buckets are encrypted. */
  readonly dataKey: string
  /** ARN of its cluster. */
  readonly clusterArn: string
}

/** Pod Identity's tag on every session: whose pod it is. Tenants' namespaces are their prefixes. */
const namespace = principalTag('kubernetes-namespace')

/**
 * What the one role of all tenants' Open WebUI may do: read, write and delete below the prefix that is the caller's
 * own namespace, in the buckets of this account's cells. The tags are Pod Identity's: a pod cannot choose them.
 *
 * It may not list without naming its prefix, as Open WebUI's "delete all files" does: that one would list, and
 * page through, the files of every tenant of the cell.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function tenantFilesPolicy({ accountId, region, dataKey, clusterArn }: FilesOfRegion): Document {
  const buckets = `arn:aws:s3:::paddock-files-${accountId}-*`
  const caller = {
    StringEquals: {
      'aws:PrincipalTag/eks-cluster-arn': clusterArn,
      'aws:PrincipalTag/kubernetes-service-account': 'open-webui',
      'aws:ResourceAccount': accountId,
    },
    StringLike: { 'aws:PrincipalTag/kubernetes-namespace': 'tenant-?*' },
  }
  return document(
    allow(
      'OwnPrefix',
      ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      `${buckets}/${namespace}/*`,
      caller,
    ),
    allow('ListOwnPrefix', ['s3:ListBucket'], buckets, {
      ...caller,
      StringLike: { ...caller.StringLike, 's3:prefix': `${namespace}/*` },
    }),
    allow('OwnKey', ['kms:Decrypt', 'kms:GenerateDataKey'], dataKey, {
      StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
      // With a bucket key the context is the bucket, without one the object.
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': buckets },
    }),
  )
}
