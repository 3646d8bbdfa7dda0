import { expect, test } from 'vitest'
import { allow, document, principalTag } from '../../crossplane/compose/iam.ts'
import { decide } from '../support/iam.ts'

const read = document(
  allow('Own', ['s3:GetObject'], `arn:aws:s3:::files/${principalTag('tenant')}/*`, {
    StringEquals: { 'aws:ResourceAccount': '1' },
  }),
)
const secure = document({
  Sid: 'Tls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
})
const context = { 'aws:PrincipalTag/tenant': 'a', 'aws:ResourceAccount': '1', 'aws:SecureTransport': 'true' }

test.each([
  ['the own prefix', { resource: 'arn:aws:s3:::files/a/x', context }, 'allowed'],
  ['another prefix', { resource: 'arn:aws:s3:::files/b/x', context }, 'not allowed'],
  ['another action', { action: 's3:PutObject', resource: 'arn:aws:s3:::files/a/x', context }, 'not allowed'],
  ['no tag', { resource: 'arn:aws:s3:::files//x', context: { 'aws:ResourceAccount': '1' } }, 'not allowed'],
  [
    'another account',
    { resource: 'arn:aws:s3:::files/a/x', context: { ...context, 'aws:ResourceAccount': '2' } },
    'not allowed',
  ],
  [
    'without TLS',
    { resource: 'arn:aws:s3:::files/a/x', context: { ...context, 'aws:SecureTransport': 'false' } },
    'denied',
  ],
] as const)('%s', (_, call, decision) => {
  expect(decide([read, secure], { action: 's3:GetObject', ...call })).toBe(decision)
})

test('an operator that the evaluator does not know is a mistake, not a yes', () => {
  const odd = document(allow('Odd', ['a:b'], '*', { DateLessThan: { 'aws:CurrentTime': 'x' } }))
  expect(() => decide([odd], { action: 'a:b', resource: 'r', context: { 'aws:CurrentTime': 'y' } })).toThrow(
    'DateLessThan',
  )
})
