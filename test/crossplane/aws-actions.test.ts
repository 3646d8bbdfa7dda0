import { describe, expect, test } from 'vitest'
import { hubRoles } from '../../crossplane/bootstrap/hub-roles.ts'
import { allow, type Statement } from '../../crossplane/compose/iam.ts'
import { emptyWords, missingTypes } from './aws-actions.ts'
import { composedPolicies } from './policies.ts'

const hub = hubRoles({ accountId: '111111111111', region: 'us-east-1', cluster: 'paddock-hub' })
const documents = composedPolicies().map(({ where, document }) => ({ where, document }))
const identities = [
  ...composedPolicies()
    .filter(({ type }) => type === 'identity')
    .map(({ where, document }) => ({ where, document })),
  ...hub.flatMap(({ role, policy }) => (policy ? [{ where: role, document: policy }] : [])),
]

/** Actions of AWS that its list of actions lacks. */
const otherwise = [
  // Refusals name the cluster: `not authorized to perform: eks:CreateCluster on resource: arn:aws:eks:…:cluster/<name>`.
  /^eks:CreateCluster is never asked about/,
  // @see https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
  /^elasticloadbalancing:SetWebAcl is never asked about/,
  // AWS' own policy for the key of log groups has it so; CloudWatch Logs encrypts without it.
  // @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  /^kms:DescribeKey does not know kms:EncryptionContext:aws:logs:arn$/,
]

/** Types that AWS' list calls required, of which each call has one of several. */
const oneOfSeveral = [
  // The source is an instance, or a Multi-AZ cluster, of which Paddock makes none.
  /^rds:CreateDBInstanceReadReplica also needs a cluster$/,
  // A listener is of one kind of load balancer; `gwy` is a Gateway Load Balancer's, which Paddock does not make.
  /^elasticloadbalancing:\w+ also needs a listener\/gwy$/,
]

async function found({ where, document }: (typeof identities)[number]): Promise<string[]> {
  const empty = await Promise.all(document.Statement.map(emptyWords))
  return empty.flat().map((one) => `${where}: ${one}`)
}

describe('every statement of every document', () => {
  test('is one that AWS ever asks about: the action is there, for such a resource, under such a condition', async () => {
    expect(identities.length).toBeGreaterThan(40)
    const every = [
      ...new Map([...documents, ...identities].map((one) => [JSON.stringify(one), one])).values(),
    ]
    expect(every.length).toBeGreaterThan(identities.length)
    const all = (await Promise.all(every.map(found))).flat()
    const strange = all.filter(
      (one) => !otherwise.some((known) => known.test(one.split(': ').slice(1).join(': '))),
    )
    expect(strange).toEqual([])
  })

  test('an identity that may call an action has a resource of each type that the action demands', async () => {
    const all = await Promise.all(
      identities.map(async ({ where, document }) =>
        (await missingTypes(document)).map((one) => `${where}: ${one}`),
      ),
    )
    const missing = all.flat()
    expect(
      missing.filter((one) => !oneOfSeveral.some((known) => known.test(one.split(': ')[1] ?? ''))),
    ).toEqual([])
  })
})

describe('a resource of another type is named', () => {
  const vault = 'arn:aws:backup:us-east-1:1:backup-vault:v'
  const point = 'arn:aws:backup:us-east-1:1:recovery-point:*'
  const snapshot = 'arn:aws:rds:us-east-1:1:snapshot:awsbackup:*'
  test.each<[string, Statement, string[], string[]]>([
    [
      'a vault is no backup',
      allow('S', ['backup:CopyFromBackupVault'], vault),
      [`backup:CopyFromBackupVault is never asked about for ${vault}`],
      ['backup:CopyFromBackupVault also needs a recoveryPoint'],
    ],
    ['a recovery point is one', allow('S', ['backup:CopyFromBackupVault'], point), [], []],
    ['so is a snapshot of a database', allow('S', ['backup:CopyFromBackupVault'], snapshot), [], []],
    [
      'a backup is no vault',
      allow('S', ['backup:CopyIntoBackupVault'], point),
      [`backup:CopyIntoBackupVault is never asked about for ${point}`],
      ['backup:CopyIntoBackupVault also needs a backupVault'],
    ],
    [
      'two types are needed',
      allow('S', ['rds:CreateDBSnapshot'], snapshot),
      [],
      ['rds:CreateDBSnapshot also needs a db'],
    ],
    [
      'a denial of nothing is one, too',
      { ...allow('S', ['s3:DeleteObject'], 'arn:aws:s3:::bucket'), Effect: 'Deny' },
      ['s3:DeleteObject is never asked about for arn:aws:s3:::bucket'],
      [],
    ],
  ])('%s', async (_, statement, words, missing) => {
    expect(await emptyWords(statement)).toEqual(words)
    expect(await missingTypes({ Version: '2012-10-17', Statement: [statement] })).toEqual(missing)
  })
})

describe('a word without effect is named', () => {
  const key = 'arn:aws:kms:us-east-1:1:key/x'
  test.each<[string, Statement, string[]]>([
    ['none', allow('S', ['s3:GetObject'], 'arn:aws:s3:::paddock-⟦a.b⟧-*/x/*'), []],
    ['an action that is not there', allow('S', ['s3:ReadObject'], '*'), ['s3:ReadObject does not exist']],
    [
      'an action that knows no resource',
      allow('S', ['kms:CreateKey'], key),
      [`kms:CreateKey is never asked about for ${key}`],
    ],
    [
      'an action of other resources',
      allow('S', ['s3:ListBucket'], 'arn:aws:kms:us-east-1:1:key/x'),
      [`s3:ListBucket is never asked about for ${key}`],
    ],
    [
      'a condition of another action',
      allow('S', ['iam:GetRole'], 'arn:aws:iam::1:role/x', { StringEquals: { 'iam:PassedToService': 'x' } }),
      ['iam:GetRole does not know iam:PassedToService'],
    ],
  ])('%s', async (_, statement, words) => {
    expect(await emptyWords(statement)).toEqual(words)
  })
})
