import { expect, test } from 'vitest'
import { accessPolicy } from '../../crossplane/apis/shared-file-system/policy.ts'
import { allow, type Document, document } from '../../crossplane/compose/iam.ts'
import { decide } from '../support/iam.ts'

const account = '111122223333'
const fileSystem = `arn:aws:elasticfilesystem:us-east-1:${account}:file-system/fs-1`
const accessPoint = `arn:aws:elasticfilesystem:us-east-1:${account}:access-point/fsap-1`
const slots: Record<string, string> = {
  'claim.status.arn': fileSystem,
  accountId: account,
  region: 'us-east-1',
}
const policy = JSON.parse(
  JSON.stringify(accessPolicy).replaceAll(/⟦([^⟧]+)⟧/g, (_, path: string) => slots[path] ?? ''),
) as Document
/** The widest permissions that a role could have. */
const generous = document(allow('All', ['elasticfilesystem:*'], '*'))
const secure = { 'elasticfilesystem:AccessedViaMountTarget': 'true', 'aws:SecureTransport': 'true' }
const through = { ...secure, 'elasticfilesystem:AccessPointArn': accessPoint }
// IAM takes a principal of the account as one of its root for a resource's policy.
const role = `arn:aws:iam::${account}:root`
const mount = { action: 'elasticfilesystem:ClientMount', resource: fileSystem, principal: role }

test.each([
  ['a role, through an access point, over TLS', [policy], { ...mount, context: through }, 'allowed'],
  [
    'it writes too',
    [policy],
    { ...mount, action: 'elasticfilesystem:ClientWrite', context: through },
    'allowed',
  ],
  [
    'nobody signs in',
    [policy],
    { action: mount.action, resource: fileSystem, context: through },
    'not allowed',
  ],
  [
    'a role of another account',
    [policy],
    { ...mount, principal: 'arn:aws:iam::999999999999:root', context: through },
    'not allowed',
  ],
  [
    'without TLS',
    [policy, generous],
    { ...mount, context: { ...through, 'aws:SecureTransport': 'false' } },
    'denied',
  ],
  ['past the access points', [policy, generous], { ...mount, context: secure }, 'denied'],
  [
    'as root',
    [policy, generous],
    { ...mount, action: 'elasticfilesystem:ClientRootAccess', context: through },
    'denied',
  ],
  [
    'through an access point of another account',
    [policy],
    {
      ...mount,
      context: { ...through, 'elasticfilesystem:AccessPointArn': accessPoint.replace(account, '9') },
    },
    'not allowed',
  ],
] as const)('%s', (_, documents, call, decision) => {
  expect(decide(documents, call)).toBe(decision)
})
