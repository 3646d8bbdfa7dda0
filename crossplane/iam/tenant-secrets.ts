import { providerRole, roleArn, tenantReaderRole } from '../../lib/resolve/role-names.ts'
import { allow, type Document, document, everyone } from '../compose/iam.ts'
import { slot } from '../compose/patch.ts'

const region = slot('region')
const accountId = slot('accountId')
const tenant = slot('claim.tenant')

/** The ARN of every secret ends with six random characters. `?` matches exactly one of them. */
const anySuffix = '-??????'
/** The tenant's secret, before and after its creation. */
const secret = `arn:aws:secretsmanager:${region}:${accountId}:secret:tenant-${tenant}-secrets${anySuffix}`

/**
 * Permissions of the tenant's reader. It reads its secret, and may fill it while the secret has no resource policy; the
 * policy is created when the value exists (see {@link secretPolicy}). External Secrets reads the entry, removes a
 * resource policy that its own object does not name, and writes the value. If the tenant's hosts have a standby, it
 * writes a copy of their certificate there. In the standby it reads both and writes nothing.
 *
 * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
 */
export function readerPolicy(replication: 'alone' | 'replicated' | 'standby'): Document {
  return document(
    allow('Read', ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], secret),
    ...(replication === 'standby'
      ? [
          allow(
            'ReadCopy',
            ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
            certificate(region),
          ),
        ]
      : [
          allow('FillOnce', ['secretsmanager:DeleteResourcePolicy', 'secretsmanager:PutSecretValue'], secret),
        ]),
    ...(replication === 'replicated'
      ? [allow('CopyCertificate', copy, certificate(slot('peer.region')))]
      : []),
    allow('Decrypt', ['kms:Decrypt', 'kms:GenerateDataKey'], slot('keys.secrets'), {
      StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` },
      // Secrets Manager names the secret in the encryption context, so the key decrypts only this one.
      StringLike: { 'kms:EncryptionContext:SecretARN': secret },
    }),
  )
}

/** The copy of the tenant's certificate, under AWS's own key for Secrets Manager. */
function certificate(where: string): string {
  return `arn:aws:secretsmanager:${where}:${accountId}:secret:tenant-${tenant}-certificate${anySuffix}`
}

/** Calls with which External Secrets creates and renews its own entry. */
const copy = [
  'secretsmanager:CreateSecret',
  'secretsmanager:DeleteResourcePolicy',
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:TagResource',
  'secretsmanager:UntagResource',
]

const write = [
  'secretsmanager:DeleteResourcePolicy',
  'secretsmanager:DeleteSecret',
  'secretsmanager:PutResourcePolicy',
  'secretsmanager:PutSecretValue',
  'secretsmanager:RemoveRegionsFromReplication',
  'secretsmanager:ReplicateSecretToRegions',
  'secretsmanager:RotateSecret',
  'secretsmanager:StopReplicationToReplica',
  'secretsmanager:TagResource',
  'secretsmanager:UntagResource',
  'secretsmanager:UpdateSecret',
  'secretsmanager:UpdateSecretVersionStage',
]

/**
 * Access to the secret, regardless of other IAM policies: the tenant's reader, Crossplane's provider and the operators.
 * For a secret with a copy, also those of the other region, because the copy has the same policy. The reader only
 * reads: it cannot change the value after the first push.
 */
export function secretPolicy(replication: 'alone' | 'replicated'): Document {
  const regions = replication === 'replicated' ? [region, slot('peer.region')] : [region]
  const readers = regions.map((one) => roleArn(accountId, tenantReaderRole(one, tenant)))
  const keepers = [
    ...regions.map((one) => roleArn(accountId, providerRole(one, 'secretsmanager'))),
    roleArn(accountId, slot('operatorRole')),
  ]
  // In a secret's policy this means that secret. The copy has exactly the same policy, but another ARN.
  const Resource = '*'
  return document(
    {
      Sid: 'NobodyElse',
      Effect: 'Deny',
      Principal: everyone,
      Action: 'secretsmanager:*',
      Resource,
      Condition: {
        ArnNotEquals: { 'aws:PrincipalArn': [...readers, ...keepers] },
        // The service itself replicates to the other region.
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
    {
      Sid: 'ReaderReads',
      Effect: 'Deny',
      Principal: everyone,
      Action: write,
      Resource,
      Condition: { ArnEquals: { 'aws:PrincipalArn': readers } },
    },
  )
}
