import { exportDays } from '../../lib/catalog/export-days.ts'
import { auditFolder, exportAccount, exportPrefix } from '../../lib/resolve/export-names.ts'
import { allow, type Document, document, principalTag } from '../compose/iam.ts'

/** Facts about a region. The texts may contain slots. */
export interface FilesOfRegion {
  readonly accountId: string
  readonly region: string
  /** ARN of the key under which its cells' buckets are encrypted. */
  readonly dataKey: string
  /** ARN of the key under which audit is encrypted. */
  readonly logsKey: string
  /** ARN of its cluster. */
  readonly clusterArn: string
}

/** Pod Identity's tag on every session: the namespace of the pod. Tenants' namespaces are their prefixes. */
const namespace = principalTag('kubernetes-namespace')

/**
 * Permissions of the one role of all tenants, by the service account of the session. Pod Identity sets the tags, and a
 * pod cannot choose them. Open WebUI reads, writes and deletes below its own prefix, which is its namespace, in the
 * buckets of this account's cells. It may not list without its prefix, as Open WebUI's "delete all files" does: that
 * call would list the files of every tenant of the cell. The export of a tenant that leaves reads that prefix and the
 * tenant's audit, and writes below `exports/`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function tenantFilesPolicy({
  accountId,
  region,
  dataKey,
  logsKey,
  clusterArn,
}: FilesOfRegion): Document {
  const buckets = `arn:aws:s3:::paddock-files-${accountId}-*`
  const audit = `arn:aws:s3:::paddock-audit-${accountId}-${region}`
  const session = (serviceAccount: string) => ({
    StringEquals: {
      'aws:PrincipalTag/eks-cluster-arn': clusterArn,
      'aws:PrincipalTag/kubernetes-service-account': serviceAccount,
      'aws:ResourceAccount': accountId,
    },
    StringLike: { 'aws:PrincipalTag/kubernetes-namespace': 'tenant-?*' },
  })
  const [application, leaving] = [session('open-webui'), session(exportAccount)]
  const below = (bucket: string, prefix = '') => `${bucket}/${prefix}${namespace}/*`
  const lists = (caller: typeof leaving, ...prefixes: string[]) => ({
    ...caller,
    StringLike: { ...caller.StringLike, 's3:prefix': prefixes.map((prefix) => `${prefix}${namespace}/*`) },
  })
  const through = (bucket: string) => ({
    StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
    // With a bucket key, the encryption context is the bucket. Without one, it is the object.
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': bucket },
  })
  return document(
    allow(
      'OwnPrefix',
      ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      below(buckets),
      application,
    ),
    allow('ListOwnPrefix', ['s3:ListBucket'], buckets, lists(application, '')),
    allow('ExportReads', ['s3:GetObject'], [below(buckets), below(audit, auditFolder)], leaving),
    allow('ExportLists', ['s3:ListBucket'], [buckets, audit], lists(leaving, '', auditFolder)),
    allow(
      'ExportWrites',
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      exportDays.map((days) => `${buckets}/${exportPrefix(days, namespace)}*`),
      leaving,
    ),
    allow('OwnKey', ['kms:Decrypt', 'kms:GenerateDataKey'], dataKey, through(buckets)),
    allow('ExportDecryptsAudit', ['kms:Decrypt'], logsKey, {
      StringEquals: { ...leaving.StringEquals, ...through(audit).StringEquals },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [audit, below(audit, auditFolder)] },
    }),
  )
}
