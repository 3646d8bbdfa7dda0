import { modelsBucket } from '../../lib/catalog/model-store.ts'
import { fillAccount } from '../../lib/resolve/pod-identities.ts'
import { allow, type Document, document } from '../compose/iam.ts'

/** Facts about a region. The texts may contain slots. */
export interface ModelsOfRegion {
  readonly accountId: string
  readonly region: string
  /** ARN of the key under which its bucket of models is encrypted. */
  readonly dataKey: string
  /** ARN of its cluster. */
  readonly clusterArn: string
}

/**
 * Permissions of the Job that fills a tenant's volume: it reads the region's own models by name. It may not list the
 * bucket. It reads only the current version of an object; for a blob or a manifest, the digest permits no other
 * content. Pod Identity sets the tags: they show that the session belongs to this Job, of some tenant of this cluster.
 */
export function modelReaderPolicy({ accountId, region, dataKey, clusterArn }: ModelsOfRegion): Document {
  const bucket = `arn:aws:s3:::${modelsBucket(accountId, region)}`
  const session = {
    StringEquals: {
      'aws:PrincipalTag/eks-cluster-arn': clusterArn,
      'aws:PrincipalTag/kubernetes-service-account': fillAccount,
    },
    StringLike: { 'aws:PrincipalTag/kubernetes-namespace': 'tenant-?*' },
  }
  return document(
    allow('ReadModels', ['s3:GetObject'], [`${bucket}/blobs/*`, `${bucket}/manifests/*`], {
      ...session,
      StringEquals: { ...session.StringEquals, 'aws:ResourceAccount': accountId },
    }),
    allow('DecryptModels', ['kms:Decrypt'], dataKey, {
      StringEquals: { ...session.StringEquals, 'kms:ViaService': `s3.${region}.amazonaws.com` },
      // With a bucket key, the encryption context is the bucket. Without one, it is the object.
      StringLike: { ...session.StringLike, 'kms:EncryptionContext:aws:s3:arn': [bucket, `${bucket}/*`] },
    }),
  )
}
