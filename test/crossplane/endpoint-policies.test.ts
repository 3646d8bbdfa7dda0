import { describe, expect, test } from 'vitest'
import type { Document } from '../../crossplane/compose/iam.ts'
import { decide } from '../support/iam.ts'
import { composedPolicies } from './policies.ts'

const account = '111111111111'
const foreign = '222222222222'

/** The policies of the VPC's endpoints as AWS gets them in us-east-1, by the endpoint. */
const policies = new Map(
  composedPolicies()
    .filter(({ where }) => /^Network endpoint-/.test(where))
    .map(({ where, document }) => {
      const text = JSON.stringify(document)
        .replaceAll('⟦keys.accountId⟧', account)
        .replaceAll('⟦claim.region⟧', 'us-east-1')
      return [where.replace('Network endpoint-', ''), JSON.parse(text) as Document] as const
    }),
)

const may = (
  endpoint: string,
  action: string,
  resource: string,
  of?: { caller?: string; resource?: string },
) => {
  const policy = policies.get(endpoint)
  if (!policy) throw new Error(`the endpoint ${endpoint} has no policy`)
  return decide([policy], {
    action,
    resource,
    context: {
      ...(of?.caller ? { 'aws:PrincipalAccount': of.caller } : {}),
      ...(of?.resource ? { 'aws:ResourceAccount': of.resource } : {}),
    },
  })
}
const own = { caller: account, resource: account }

test('every endpoint has a policy, but that of Pod Identity, which AWS documents none for', () => {
  expect([...policies.keys()].sort()).toEqual(
    [
      ...['autoscaling', 'ec2', 'ecr-api', 'ecr-dkr', 'eks', 'elasticfilesystem', 'elasticloadbalancing'],
      ...['kms', 'logs', 's3', 's3-gateway', 'secretsmanager', 'sts'],
    ].sort(),
  )
})

describe.each([...policies.keys()])('the endpoint %s', (endpoint) => {
  const action = endpoint.startsWith('s3') ? 's3:PutObject' : 'kms:Encrypt'
  const resource = 'arn:aws:s3:::anything/x'
  test('lets the account reach its own, and calls without a resource', () => {
    expect(may(endpoint, action, resource, own)).toBe('allowed')
    expect(may(endpoint, action, '*', { caller: account })).toBe('allowed')
  })

  test('lets nobody send anything to another account, nor use its credentials', () => {
    expect(may(endpoint, action, resource, { caller: account, resource: foreign })).toBe('not allowed')
    expect(may(endpoint, action, resource, { caller: foreign, resource: foreign })).toBe('not allowed')
    expect(may(endpoint, action, resource, { caller: foreign, resource: account })).toBe('not allowed')
    expect(may(endpoint, action, resource)).toBe('not allowed')
    expect(may(endpoint, action, resource, { resource: account })).toBe('not allowed')
  })
})

describe('nodes still pull images', () => {
  test.each([
    'prod-us-east-1-starport-layer-bucket/layer',
    'prod-registry-k8s-io-us-east-1/containers/images/sha256:0',
    'quayio-production-s3/sha256/00/0',
    'docker-images-prod/registry/0',
  ])('layers from %s, signed by the registry or not at all', (object) => {
    const arn = `arn:aws:s3:::${object}`
    expect(may('s3-gateway', 's3:GetObject', arn)).toBe('allowed')
    expect(may('s3-gateway', 's3:GetObject', arn, { caller: foreign, resource: foreign })).toBe('allowed')
    expect(may('s3-gateway', 's3:PutObject', arn, { caller: account, resource: foreign })).toBe('not allowed')
    expect(may('s3-gateway', 's3:ListBucket', arn.replace(/\/.*/, ''), { resource: foreign })).toBe(
      'not allowed',
    )
    // The endpoint of tenants' files is not that of images.
    expect(may('s3', 's3:GetObject', arn)).toBe('not allowed')
  })

  test.each([
    'prod-us-east-1-starport-layer-bucket-2/x',
    'prod-us-west-2-starport-layer-bucket/x',
    'x-docker-images-prod/x',
    'paddock-files-111111111111-us-east-1-a/tenant-acme/x',
    'elsewhere/prod-us-east-1-starport-layer-bucket/x',
  ])('and from nowhere else without credentials of the account: %s', (object) => {
    expect(may('s3-gateway', 's3:GetObject', `arn:aws:s3:::${object}`)).toBe('not allowed')
  })

  test('and the images of EKS’ add-ons', () => {
    const images = { caller: account, resource: '602401143452' }
    for (const endpoint of ['ecr-api', 'ecr-dkr']) {
      expect(may(endpoint, 'ecr:BatchGetImage', '*', images)).toBe('allowed')
      expect(may(endpoint, 'ecr:BatchGetImage', '*', { ...images, caller: foreign })).toBe('not allowed')
    }
    expect(may('ec2', 'ec2:RunInstances', '*', images)).toBe('not allowed')
  })
})

test('service accounts get roles of the account by their token, and roles of no other account', () => {
  const role = (of: string, name: string) => `arn:aws:iam::${of}:role/${name}`
  const assume = (resource: string, action = 'sts:AssumeRoleWithWebIdentity') => may('sts', action, resource)
  expect(assume(role(account, 'paddock-us-east-1-tenant-acme-secrets'))).toBe('allowed')
  expect(assume(role(foreign, 'paddock-us-east-1-tenant-acme-secrets'))).toBe('not allowed')
  expect(assume(role(account, 'administrator'))).toBe('not allowed')
  expect(assume(role(account, 'paddock-x'), 'sts:AssumeRole')).toBe('not allowed')
})
