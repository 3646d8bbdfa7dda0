import { expect, test } from 'vitest'
import { postgresDatabasePlans } from '../../crossplane/apis/postgres-database/composition.ts'
import { instanceSettings } from '../../crossplane/apis/postgres-database/instance.ts'
import type { Composed } from '../../crossplane/compose/composition.ts'
import { externalName } from '../../crossplane/compose/patch.ts'

const plan = (variant?: string) =>
  postgresDatabasePlans.find((one) => one.variant === variant)?.resources ?? []
const patch = ({ patches }: Composed, to: string) => patches.find(({ toFieldPath }) => toFieldPath === to)

/** Name, region and key of each log group of an instance. */
function groups(resources: readonly Composed[]) {
  return resources
    .filter(({ base }) => base.kind === 'Group')
    .map((group) => ({
      named: patch(group, externalName)?.combine?.string.fmt,
      region: patch(group, 'spec.forProvider.region')?.fromFieldPath,
      key: patch(group, 'spec.forProvider.kmsKeyId')?.fromFieldPath,
      spec: group.base.spec,
    }))
}

test('every log of an instance ends in a group under our key, which keeps it a quarter and outlives its object', () => {
  const logs = instanceSettings.enabledCloudwatchLogsExports
  expect(logs).toContain('postgresql')
  const own = (suffix: string, region: string, key: string) =>
    logs.map((log) => ({
      named: `/aws/rds/instance/paddock-%s${suffix}/${log}`,
      region,
      key,
      spec: {
        forProvider: { retentionInDays: 90 },
        managementPolicies: ['Observe', 'Create', 'Update'],
      },
    }))
  const home = own('', 'spec.region', 'keys.logs')
  const copy = own('-replica', 'peer.region', 'peer.logsKey')
  expect(groups(plan())).toEqual(home)
  // After a failover the home's claim keeps those of what was its replica.
  for (const variant of ['replicated', 'handed-over'])
    expect(groups(plan(variant))).toEqual([...home, ...copy])
  for (const variant of ['standby', 'promoted']) expect(groups(plan(variant))).toEqual([])
})
