import type { Document } from '../../crossplane/compose/iam.ts'
import { tenantFilesPolicy } from '../../crossplane/iam/tenant-files.ts'
import { readerPolicy, secretPolicy } from '../../crossplane/iam/tenant-secrets.ts'
import { providerRole, roleArn, tenantReaderRole } from '../../lib/resolve/role-names.ts'
import type { Call, Decision } from '../support/iam.ts'

const accountId = '111122223333'
const region = 'us-east-1'
const key = (name: string) => `arn:aws:kms:${region}:${accountId}:key/${name}`
const clusterArn = `arn:aws:eks:${region}:${accountId}:cluster/paddock-${region}`

/** ARN of a tenant's secret; the six characters are Secrets Manager's. */
export const secretArn = (tenant: string) =>
  `arn:aws:secretsmanager:${region}:${accountId}:secret:tenant-${tenant}-secrets-AbC123`

/** Of the copy of acme's, which has the same policy to the letter. */
const copyArn = secretArn('acme').replace(region, 'us-west-2')

/** A policy as AWS gets it for a tenant, in the primary region. */
export function filled(document: Document, tenant: string): Document {
  const values: Record<string, string> = {
    accountId,
    region,
    operatorRole: 'paddock-operators',
    'peer.region': 'us-west-2',
    'keys.secrets': key('secrets'),
    'claim.tenant': tenant,
    'claim.status.arn': secretArn(tenant),
  }
  const text = JSON.stringify(document).replaceAll(/⟦([^⟧]+)⟧/g, (_, path: string) => {
    const value = values[path]
    if (value === undefined) throw new Error(`nothing fills ${path}`)
    return value
  })
  return JSON.parse(text) as Document
}

/** One call, and what IAM must say to it. */
export interface Case {
  readonly what: string
  readonly policies: readonly Document[]
  readonly call: Call
  readonly decision: Decision
}

const role = (name: string) => roleArn(accountId, name)
const notService = { 'aws:PrincipalIsAWSService': 'false' }
/** An administrator's policy, which the resource's own policy has to deny. */
const generous: Document = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'All', Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }],
}

/** A call on acme's secret, or its copy, under the policies of a caller, once the secret has its own policy. */
function onSecret(
  what: string,
  principal: string,
  policies: readonly Document[],
  action: string,
  decision: Decision,
  resource = secretArn('acme'),
): Case {
  const guarded = [...policies, filled(secretPolicy('replicated'), 'acme')]
  const call = {
    action: `secretsmanager:${action}`,
    resource,
    principal,
    context: notService,
  }
  return { what, policies: guarded, call, decision }
}

const reader = (tenant: string, of = region) => role(tenantReaderRole(of, tenant))
const policyOf = (tenant: string) => [filled(readerPolicy('replicated'), tenant)]

/** Identities that can read acme's secret. */
export const secretCases: readonly Case[] = [
  onSecret('its reader reads', reader('acme'), policyOf('acme'), 'GetSecretValue', 'allowed'),
  onSecret('its reader overwrites', reader('acme'), policyOf('acme'), 'PutSecretValue', 'denied'),
  onSecret('its reader lifts the policy', reader('acme'), policyOf('acme'), 'DeleteResourcePolicy', 'denied'),
  onSecret('another tenant’s reader', reader('globex'), policyOf('globex'), 'GetSecretValue', 'denied'),
  onSecret('a reader whose id ends alike', reader('x-tenant-acme'), [generous], 'GetSecretValue', 'denied'),
  onSecret(
    'its reader of the other region, at the copy',
    reader('acme', 'us-west-2'),
    [generous],
    'GetSecretValue',
    'allowed',
    copyArn,
  ),
  onSecret('an administrator', role('administrator'), [generous], 'GetSecretValue', 'denied'),
  onSecret(
    'an administrator, at the copy',
    role('administrator'),
    [generous],
    'GetSecretValue',
    'denied',
    copyArn,
  ),
  onSecret('an operator', role('paddock-operators'), [generous], 'PutSecretValue', 'allowed'),
  onSecret(
    'Crossplane mends the policy',
    role(providerRole(region, 'secretsmanager')),
    [generous],
    'PutResourcePolicy',
    'allowed',
  ),
  onSecret('another provider', role(providerRole(region, 'rds')), [generous], 'GetSecretValue', 'denied'),
  {
    what: 'its reader fills it while it has no policy',
    policies: policyOf('acme'),
    call: { action: 'secretsmanager:PutSecretValue', resource: secretArn('acme') },
    decision: 'allowed',
  },
  {
    what: 'another tenant’s reader, while it has no policy',
    policies: policyOf('globex'),
    call: { action: 'secretsmanager:GetSecretValue', resource: secretArn('acme') },
    decision: 'not allowed',
  },
  {
    what: 'its reader makes another secret',
    policies: policyOf('acme'),
    call: { action: 'secretsmanager:CreateSecret', resource: secretArn('acme') },
    decision: 'not allowed',
  },
  ...['acme', 'globex'].map(
    (tenant): Case => ({
      what: `the key opens ${tenant}’s secret to acme’s reader`,
      policies: policyOf('acme'),
      call: {
        action: 'kms:Decrypt',
        resource: key('secrets'),
        context: {
          'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
          'kms:EncryptionContext:SecretARN': secretArn(tenant),
        },
      },
      decision: tenant === 'acme' ? 'allowed' : 'not allowed',
    }),
  ),
]

const bucket = `arn:aws:s3:::paddock-files-${accountId}-us-east-1-a`
const files = tenantFilesPolicy({
  accountId,
  region,
  dataKey: key('data'),
  logsKey: key('logs'),
  clusterArn,
})
/** A session of acme's Open WebUI, as Pod Identity tags it. */
const acme = {
  'aws:PrincipalTag/kubernetes-namespace': 'tenant-acme',
  'aws:PrincipalTag/kubernetes-service-account': 'open-webui',
  'aws:PrincipalTag/eks-cluster-arn': clusterArn,
  'aws:ResourceAccount': accountId,
}

/** A session of its export, which is another service account. */
const leaving = { 'aws:PrincipalTag/kubernetes-service-account': 'export' }

function onFiles(
  what: string,
  action: string,
  resource: string,
  context: Call['context'],
  decision: Decision,
): Case {
  return { what, policies: [files], call: { action, resource, context: { ...acme, ...context } }, decision }
}

/** Resources that a session of acme's Open WebUI can use. */
export const fileCases: readonly Case[] = [
  ...['GetObject', 'PutObject', 'DeleteObject'].map((action) =>
    onFiles(`${action} below its prefix`, `s3:${action}`, `${bucket}/tenant-acme/a.pdf`, {}, 'allowed'),
  ),
  onFiles('another prefix', 's3:GetObject', `${bucket}/tenant-globex/a.pdf`, {}, 'not allowed'),
  onFiles('a prefix that begins alike', 's3:GetObject', `${bucket}/tenant-acme-2/a.pdf`, {}, 'not allowed'),
  onFiles('no prefix', 's3:GetObject', `${bucket}/a.pdf`, {}, 'not allowed'),
  onFiles('an older version', 's3:GetObjectVersion', `${bucket}/tenant-acme/a.pdf`, {}, 'not allowed'),
  onFiles(
    'another bucket of Paddock',
    's3:GetObject',
    `arn:aws:s3:::paddock-audit-${accountId}-${region}/tenant-acme/a`,
    {},
    'not allowed',
  ),
  onFiles(
    'a bucket of another account',
    's3:PutObject',
    `${bucket}/tenant-acme/a`,
    { 'aws:ResourceAccount': '999999999999' },
    'not allowed',
  ),
  onFiles(
    'another account of its namespace',
    's3:GetObject',
    `${bucket}/tenant-acme/a.pdf`,
    { 'aws:PrincipalTag/kubernetes-service-account': 'ollama' },
    'not allowed',
  ),
  onFiles(
    'a namespace of that name in another cluster',
    's3:GetObject',
    `${bucket}/tenant-acme/a.pdf`,
    { 'aws:PrincipalTag/eks-cluster-arn': `${clusterArn}-2` },
    'not allowed',
  ),
  onFiles(
    'a namespace that is no tenant’s',
    's3:GetObject',
    `${bucket}/kube-system/a`,
    { 'aws:PrincipalTag/kubernetes-namespace': 'kube-system' },
    'not allowed',
  ),
  onFiles(
    'a session without tags',
    's3:GetObject',
    `${bucket}//a`,
    { 'aws:PrincipalTag/kubernetes-namespace': [] },
    'not allowed',
  ),
  ...exportCases(),
  onFiles('lists its prefix', 's3:ListBucket', bucket, { 's3:prefix': 'tenant-acme/' }, 'allowed'),
  onFiles('lists another', 's3:ListBucket', bucket, { 's3:prefix': 'tenant-globex/' }, 'not allowed'),
  onFiles('lists everything', 's3:ListBucket', bucket, {}, 'not allowed'),
  onFiles(
    'the key, for the bucket',
    'kms:GenerateDataKey',
    key('data'),
    { 'kms:ViaService': `s3.${region}.amazonaws.com`, 'kms:EncryptionContext:aws:s3:arn': bucket },
    'allowed',
  ),
  onFiles(
    'the key, for a database',
    'kms:Decrypt',
    key('data'),
    { 'kms:ViaService': `rds.${region}.amazonaws.com` },
    'not allowed',
  ),
  onFiles(
    'mounts a file system',
    'elasticfilesystem:ClientMount',
    `arn:aws:elasticfilesystem:${region}:${accountId}:file-system/fs-1`,
    { 'elasticfilesystem:AccessPointArn': `arn:aws:elasticfilesystem:${region}:${accountId}:access-point/b` },
    'not allowed',
  ),
]

function exportCases(): Case[] {
  const audit = `arn:aws:s3:::paddock-audit-${accountId}-${region}`
  const to = `${bucket}/exports/30-days/of-tenant-acme/a`
  const asExport = (what: string, action: string, resource: string, decision: Decision, context = {}) =>
    onFiles(`the export ${what}`, action, resource, { ...leaving, ...context }, decision)
  const ofAudit = {
    'kms:ViaService': `s3.${region}.amazonaws.com`,
    'kms:EncryptionContext:aws:s3:arn': audit,
  }
  return [
    asExport('reads its files', 's3:GetObject', `${bucket}/tenant-acme/a.pdf`, 'allowed'),
    asExport('writes no file', 's3:PutObject', `${bucket}/tenant-acme/a.pdf`, 'not allowed'),
    asExport('deletes no file', 's3:DeleteObject', `${bucket}/tenant-acme/a.pdf`, 'not allowed'),
    asExport('reads its audit', 's3:GetObject', `${audit}/tenants/tenant-acme/a`, 'allowed'),
    asExport('reads no other audit', 's3:GetObject', `${audit}/tenants/tenant-globex/a`, 'not allowed'),
    asExport('reads no shared audit', 's3:GetObject', `${audit}/eks-audit/a`, 'not allowed'),
    asExport('lists its audit', 's3:ListBucket', audit, 'allowed', { 's3:prefix': 'tenants/tenant-acme/' }),
    asExport('lists no other audit', 's3:ListBucket', audit, 'not allowed', { 's3:prefix': 'tenants/' }),
    asExport('decrypts audit', 'kms:Decrypt', key('logs'), 'allowed', ofAudit),
    asExport('writes and reads its export', 's3:PutObject', to, 'allowed'),
    asExport('deletes no export', 's3:DeleteObject', to, 'not allowed'),
    asExport('writes no other export', 's3:PutObject', to.replace('acme', 'globex'), 'not allowed'),
    asExport('keeps it no other time', 's3:PutObject', to.replace('30', '31'), 'not allowed'),
    onFiles('the application writes no export', 's3:PutObject', to, {}, 'not allowed'),
    onFiles('the application reads no export', 's3:GetObject', to, {}, 'not allowed'),
    onFiles('the application decrypts no audit', 'kms:Decrypt', key('logs'), ofAudit, 'not allowed'),
  ]
}
