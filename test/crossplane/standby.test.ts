import { describe, expect, test } from 'vitest'
import { cellFilesPlans } from '../../crossplane/apis/cell-files/composition.ts'
import { postgresDatabasePlans } from '../../crossplane/apis/postgres-database/composition.ts'
import { sharedFileSystemPlans } from '../../crossplane/apis/shared-file-system/composition.ts'
import { tenantDatabasePlans } from '../../crossplane/apis/tenant-database/composition.ts'
import type { Composed, CompositionPlan } from '../../crossplane/compose/composition.ts'
import { providerPolicy } from '../../crossplane/iam/provider-policy.ts'
import { readDist } from '../support/dist.ts'
import { decide } from '../support/iam.ts'

/**
 * Arguments of an instance for which the provider's absence is a value: it would set them back, or, for encryption,
 * refuse the whole update because it asks for another instance. All others it leaves as they are.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance
 */
const changedByAbsence = [
  'autoMinorVersionUpgrade',
  'copyTagsToSnapshot',
  'deleteAutomatedBackups',
  'deletionProtection',
  'enabledCloudwatchLogsExports',
  'finalSnapshotIdentifier',
  'maxAllocatedStorage',
  'monitoringInterval',
  'performanceInsightsEnabled',
  'publiclyAccessible',
  'skipFinalSnapshot',
  'storageEncrypted',
]
const identifier = 'spec.forProvider.identifier'
const externalName = 'metadata.annotations[crossplane.io/external-name]'

function made(plans: readonly CompositionPlan[], variant: string, name: string): Composed {
  const plan = plans.find((one) => one.variant === variant)
  const found = plan?.resources.find((one) => one.name === name)
  if (!found) throw new Error(`${variant} has no ${name}`)
  return found
}

/** Value of an argument: from the base, or the patch that fills it. */
function argument({ base, patches }: Composed, name: string): unknown {
  const { forProvider } = base.spec as { forProvider: Readonly<Record<string, unknown>> }
  return forProvider[name] ?? patches.find(({ toFieldPath }) => toFieldPath === `spec.forProvider.${name}`)
}

describe.each([
  ['a cell’s', postgresDatabasePlans],
  ['a tenant’s', tenantDatabasePlans],
] as const)('%s database', (_, plans) => {
  const replica = made(plans, 'replicated', 'replica')
  const observed = made(plans, 'standby', 'replica')
  const promoted = made(plans, 'promoted', 'replica')

  test('is promoted by the absence of a source, and by that alone: its other settings are said again', () => {
    expect(argument(replica, 'replicateSourceDb')).toBeDefined()
    expect(argument(promoted, 'replicateSourceDb')).toBeUndefined()
    for (const name of changedByAbsence) {
      expect(argument(replica, name)).toBeDefined()
      expect([name, argument(promoted, name)]).toEqual([name, argument(replica, name)])
    }
  })

  test('is never made or deleted from the region in which it stands by', () => {
    expect(observed.base.spec?.managementPolicies).toEqual(['Observe'])
    expect(promoted.base.spec?.managementPolicies).toEqual(['Observe', 'Update'])
  })

  test('is found under the identifier with which it was made, then under the id that RDS gave', () => {
    const named = (one: Composed) =>
      one.patches.find(({ toFieldPath }) => toFieldPath === identifier)?.combine
    for (const one of [observed, promoted]) {
      const names = one.patches.filter(({ toFieldPath }) => toFieldPath === externalName)
      expect(names.map(({ combine, fromFieldPath }) => combine ?? fromFieldPath)).toEqual([
        named(replica),
        'status.resourceId',
      ])
    }
  })

  test('keeps the parameters that it uses when its home hands it over, and has alarms of its own', () => {
    expect(made(plans, 'handed-over', 'replica-parameters')).toEqual(
      made(plans, 'replicated', 'replica-parameters'),
    )
    const alarms = (variant: string) =>
      plans
        .find((one) => one.variant === variant)
        ?.resources.filter(({ base, name }) => base.kind === 'MetricAlarm' && name !== 'alarm-replica-lag') ??
      []
    expect(alarms('promoted').map(({ name }) => name)).toEqual(alarms('replicated').map(({ name }) => name))
    const watched = alarms('promoted').flatMap(({ patches }) =>
      patches.flatMap(({ toFieldPath, combine }) =>
        toFieldPath.includes('dimensions[DBInstanceIdentifier]') ? [combine?.string.fmt] : [],
      ),
    )
    expect(new Set(watched)).toEqual(new Set(['paddock-%s-replica']))
  })
})

test('files lie where the region that serves can reach them: in the copy of the home’s bucket', () => {
  const bucket = (variant: string | undefined) =>
    sharedFileSystemPlans
      .find((one) => one.variant === variant)
      ?.resources.flatMap(({ patches }) => patches)
      .find(({ toFieldPath }) => toFieldPath.includes('files-bucket'))?.combine?.string.fmt
  const copied = cellFilesPlans
    .find(({ variant }) => variant === 'replicated')
    ?.resources.filter(({ base }) => base.kind === 'Bucket')
    .map(
      ({ patches }) => patches.find(({ toFieldPath }) => toFieldPath === externalName)?.combine?.string.fmt,
    )
  expect([bucket('replicated'), bucket('standby')]).toEqual(copied)
  expect(bucket(undefined)).toBe(bucket('replicated'))
  // Each cluster's claim asks for the one of its region.
  const claims = (cluster: string) =>
    readDist(`${cluster}/platform/data/`)
      .flatMap(({ objects }) => objects)
      .filter(({ kind }) => kind === 'SharedFileSystem')
      .map(({ spec }) => spec as { cell: string; compositionRef?: { name: string } })
      .find(({ cell }) => cell === 'us-east-1-a')?.compositionRef?.name
  expect(claims('us-east-1')).toBe('sharedfilesystems.replicated.paddock.dev')
  expect(claims('us-west-2')).toBe('sharedfilesystems.standby.paddock.dev')
})

test('the provider may promote what is Paddock’s', () => {
  const policy = providerPolicy('rds', ['Instance'], '1')
  const promote = (name: string) =>
    decide([policy], { action: 'rds:PromoteReadReplica', resource: `arn:aws:rds:us-west-2:1:db:${name}` })
  expect(promote('paddock-us-east-1-a-replica')).toBe('allowed')
  expect(promote('payroll')).toBe('not allowed')
})
