import { providerRole, roleArn, tenantReaderRole } from '../../lib/resolve/role-names.ts'
import { allow, type Document, document, everyone } from '../compose/iam.ts'
import { slot } from '../compose/patch.ts'

const region = slot('region')
const accountId = slot('accountId')
const tenant = slot('claim.tenant')

/** Six random characters end the ARN of every secret; `?` is exactly one of them. */
const anySuffix = '-??????'
/** The tenant's secret, before and after it is there. */
const secret = `arn:aws:secretsmanager:${region}:${accountId}:secret:tenant-${tenant}-secrets${anySuffix}`

/**
 * What the tenant's reader may do: read its secret, and fill it as long as it has no resource policy, which comes
 * when the value is there (see {@link secretPolicy}). External Secrets asks what the entry is, drops a resource
 * policy that its own object does not name, and puts the value. Where the tenant's hosts have a standby, it puts a copy
 * of their certificate there; in the standby it reads both and writes nothing.
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
      // Secrets Manager names the secret in the encryption context: the key opens this one and no other.
      StringLike: { 'kms:EncryptionContext:SecretARN': secret },
    }),
  )
}

/** The copy of the tenant's certificate, under the key that AWS keeps for Secrets Manager. */
function certificate(where: string): string {
  return `arn:aws:secretsmanager:${where}:${accountId}:secret:tenant-${tenant}-certificate${anySuffix}`
}

/** What External Secrets does to put and renew an entry that it makes. */
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
 * Who may touch the secret at all, whatever IAM allows others: the tenant's reader, Crossplane's provider and the
 * operators; for a secret with a copy, those of the other region too, because the copy has the same policy. The
 * reader reads: what was pushed once is its to change no more.
 */
export function secretPolicy(replication: 'alone' | 'replicated'): Document {
  const regions = replication === 'replicated' ? [region, slot('peer.region')] : [region]
  const readers = regions.map((one) => roleArn(accountId, tenantReaderRole(one, tenant)))
  const keepers = [
    ...regions.map((one) => roleArn(accountId, providerRole(one, 'secretsmanager'))),
    roleArn(accountId, slot('operatorRole')),
  ]
  // In a secret's policy: that secret. The copy has the same policy to the letter, and another ARN.
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
        // Replication to the other region is the service's own work.
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
