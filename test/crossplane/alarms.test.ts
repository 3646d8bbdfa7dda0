import { expect, test } from 'vitest'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import type { Composed } from '../../crossplane/compose/composition.ts'

const plans = regionApis.flatMap(({ api, plans: all }) =>
  all.map((plan) => ({
    name: [api.kind, plan.variant].filter(Boolean).join(' '),
    alarms: plan.resources.filter(({ base }) => base.kind === 'MetricAlarm'),
  })),
)

function watches({ base }: Composed): string {
  const { metricName, comparisonOperator, treatMissingData } = (base.spec?.forProvider ?? {}) as Record<
    string,
    string
  >
  const sign = comparisonOperator === 'GreaterThanThreshold' ? '>' : '<'
  return `${metricName} ${sign}${treatMissingData === 'breaching' ? ', or no figures' : ''}`
}

test('a cell is watched for all that would take its data or its service away', () => {
  const watched = plans
    .filter(({ name }) => /^(PostgresDatabase|RedisCache|SharedFileSystem)( replicated)?$/.test(name))
    .map(({ name, alarms }) => [name, [...new Set(alarms.map(watches))].sort()])
  expect(Object.fromEntries(watched)).toMatchInlineSnapshot(`
    {
      "PostgresDatabase": [
        "CPUUtilization >, or no figures",
        "DatabaseConnections >",
        "FreeStorageSpace <, or no figures",
        "FreeableMemory <, or no figures",
        "MaximumUsedTransactionIDs >",
      ],
      "PostgresDatabase replicated": [
        "CPUUtilization >, or no figures",
        "DatabaseConnections >",
        "FreeStorageSpace <, or no figures",
        "FreeableMemory <, or no figures",
        "MaximumUsedTransactionIDs >",
        "ReplicaLag >, or no figures",
      ],
      "RedisCache": [
        "DatabaseMemoryUsagePercentage >, or no figures",
        "EngineCPUUtilization >, or no figures",
        "ReplicationLag >",
      ],
      "SharedFileSystem": [
        "StorageBytes >, or no figures",
      ],
      "SharedFileSystem replicated": [
        "StorageBytes >, or no figures",
        "TimeSinceLastSync >, or no figures",
      ],
    }
  `)
})

test('every alarm tells the topic of the region in which it stands, when it fires and when it ends', () => {
  const alarms = plans.flatMap((plan) => plan.alarms.map((alarm) => ({ plan: plan.name, alarm })))
  expect(alarms.length).toBeGreaterThan(0)
  for (const { plan, alarm } of alarms) {
    const from = (to: string) => alarm.patches.find((one) => one.toFieldPath === `spec.forProvider.${to}`)
    const inPeer = from('region')?.fromFieldPath === 'peer.region'
    const topic = inPeer ? 'peer.alarmTopic' : 'topics.alarms'
    const told = ['alarmActions[0]', 'okActions[0]'].map((to) => from(to)?.fromFieldPath)
    expect([plan, alarm.name, told]).toEqual([plan, alarm.name, [topic, topic]])
  }
})
