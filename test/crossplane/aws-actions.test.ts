import { describe, expect, test } from 'vitest'
import { hubRoles } from '../../crossplane/bootstrap/hub-roles.ts'
import { allow, type Statement } from '../../crossplane/compose/iam.ts'
import { emptyWords } from './aws-actions.ts'
import { composedPolicies } from './policies.ts'

const hub = hubRoles({ accountId: '111111111111', region: 'us-east-1', cluster: 'paddock-hub' })
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
]

async function found({ where, document }: (typeof identities)[number]): Promise<string[]> {
  const empty = await Promise.all(document.Statement.map(emptyWords))
  return empty.flat().map((one) => `${where}: ${one}`)
}

describe('every allowance of every identity', () => {
  test('is one that AWS ever asks about: the action is there, for such a resource, under such a condition', async () => {
    expect(identities.length).toBeGreaterThan(40)
    const all = (await Promise.all(identities.map(found))).flat()
    const strange = all.filter(
      (one) => !otherwise.some((known) => known.test(one.split(': ').slice(1).join(': '))),
    )
    expect(strange).toEqual([])
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
