import { describe, expect, test } from 'vitest'
import { providerRoles } from '../../crossplane/apis/kubernetes-cluster/provider-roles.ts'
import type { Document } from '../../crossplane/compose/iam.ts'
import { regionNames } from '../../lib/catalog/regions.ts'
import { decide } from '../support/iam.ts'

const account = '111111111111'
const home = 'us-west-2'
const other = 'us-east-1'

/** The policy of a provider of a region as AWS gets it. */
function policyOf(service: string): Document {
  const role = providerRoles.find(({ name }) => name === `provider-aws-${service}`)
  if (!role?.policy) throw new Error(`no provider for ${service}`)
  return JSON.parse(
    JSON.stringify(role.policy)
      .replaceAll(/⟦[^⟧]*accountId⟧/g, account)
      .replaceAll('⟦claim.region⟧', home),
  ) as Document
}
const may = (service: string, action: string, resource: string, region: string, context = {}) =>
  decide([policyOf(service)], {
    action,
    resource,
    context: { 'aws:RequestedRegion': region, ...context },
  }) === 'allowed'

describe.each([
  ['elasticache', 'elasticache:ModifyUser', 'user:paddock-tenant-acme', 'none'],
  ['eks', 'eks:DeletePodIdentityAssociation', 'podidentityassociation/paddock-x/a-1', 'none'],
  ['rds', 'rds:ModifyDBInstance', 'db:paddock-a', 'copies'],
  ['efs', 'elasticfilesystem:UpdateFileSystem', 'file-system/fs-1', 'copies'],
] as const)('the provider %s', (service, action, rest, peer) => {
  const prefix = action.split(':')[0]
  const arn = (region: string) => `arn:aws:${prefix}:${region}:${account}:${rest}`

  test('works in its region, in the other only if it has copies there, and nowhere else', () => {
    expect(may(service, action, arn(home), home)).toBe(true)
    if (peer === 'none') expect(may(service, action, arn(other), other)).toBe(false)
    for (const region of ['eu-central-1', 'us-gov-west-1', `${home}x`, '']) {
      expect([region, may(service, action, arn(region), region)]).toEqual([region, false])
      // A resource of its region does not help in another.
      expect([region, may(service, action, arn(home), region)]).toEqual([region, false])
    }
  })
})

test('calls without a resource are bound, too', () => {
  expect(may('rds', 'rds:DescribeDBInstances', '*', home)).toBe(true)
  expect(may('rds', 'rds:DescribeDBInstances', '*', 'eu-central-1')).toBe(false)
})

test('it passes roles of its region, and to the services that need them', () => {
  const pass = (name: string, service = 'pods.eks.amazonaws.com') =>
    may('eks', 'iam:PassRole', `arn:aws:iam::${account}:role/${name}`, 'us-east-1', {
      'iam:PassedToService': service,
    })
  expect(pass(`paddock-${home}-models-reader`)).toBe(true)
  for (const name of [
    `paddock-${other}-models-reader`,
    'paddock-hub-provider-aws-iam',
    `paddock-${home}`,
    `x-paddock-${home}-models-reader`,
    'administrator',
  ]) {
    expect([name, pass(name)]).toEqual([name, false])
  }
  expect(pass(`paddock-${home}-models-reader`, 'lambda.amazonaws.com')).toBe(false)
})

test('it creates the roles of its tenants’ readers alone', () => {
  const boundary = { 'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/paddock-boundary` }
  const change = (action: string, name: string) =>
    may('iam', `iam:${action}`, `arn:aws:iam::${account}:role/${name}`, 'us-east-1', boundary)
  for (const action of ['CreateRole', 'PutRolePolicy', 'UpdateAssumeRolePolicy', 'DeleteRole']) {
    expect([action, change(action, `paddock-${home}-tenant-acme-secrets`)]).toEqual([action, true])
    for (const name of [
      `paddock-${other}-tenant-acme-secrets`,
      `paddock-${home}-provider-aws-iam`,
      `paddock-${home}-tenant-files`,
      `paddock-${home}-node`,
      'paddock-hub-provider-aws-iam',
    ]) {
      expect([action, name, change(action, name)]).toEqual([action, name, false])
    }
  }
})

test('a service of a region encrypts by keys of the region', () => {
  const grant = (region: string, via = `elasticache.${region}.amazonaws.com`) =>
    may('elasticache', 'kms:CreateGrant', `arn:aws:kms:${region}:${account}:key/k`, region, {
      'kms:ViaService': via,
    })
  expect(grant(home)).toBe(true)
  expect(grant(other)).toBe(false)
  expect(grant(home, `rds.${home}.amazonaws.com`)).toBe(false)
  expect(grant(home, `elasticache.${other}.amazonaws.com`)).toBe(false)
})

test('every provider has the bound, in regions of the platform', () => {
  for (const { name } of providerRoles) {
    if (name === 'provider-aws-iam') continue
    const bound = policyOf(name.replace('provider-aws-', '')).Statement.find(
      ({ Sid }) => Sid === 'NoOtherRegion',
    )
    const regions = [bound?.Condition?.['StringNotEquals']?.['aws:RequestedRegion']].flat()
    expect([
      name,
      regions.length > 0 && regions.every((one) => regionNames.some((known) => known === one)),
    ]).toEqual([name, true])
  }
})
