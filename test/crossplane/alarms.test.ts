import { expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
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
        "DatabaseMemoryUsagePercentage >",
        "DatabaseMemoryUsagePercentage >, or no figures",
        "EngineCPUUtilization >",
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
    const reported = ['alarmActions[0]', 'okActions[0]'].map((to) => from(to)?.fromFieldPath)
    expect([plan, alarm.name, reported]).toEqual([plan, alarm.name, [topic, topic]])
  }
})

test('every copy of a bucket is watched where the copies are, and tells the topic there', () => {
  const copies = hubApis.flatMap(({ api, plans: all }) =>
    all.flatMap(({ variant, resources }) =>
      resources
        .filter(({ base }) => base.kind === 'BucketReplicationConfiguration')
        .map((copy) => ({ where: [api.kind, variant, copy.name].join(' '), copy, resources })),
    ),
  )
  expect(copies.map(({ where }) => where)).toEqual([
    'RegionStorage  models-replication',
    'RegionStorage  audit-replication',
    'CellFiles replicated files-replication',
  ])
  for (const { where, copy, resources } of copies) {
    const combined = ({ patches }: Composed, to: string) =>
      patches.find(({ toFieldPath }) => toFieldPath === `spec.forProvider.${to}`)?.combine
    const source = JSON.stringify(combined(copy, 'bucket'))
    const alarm = resources.find(
      (one) =>
        one.base.kind === 'MetricAlarm' &&
        JSON.stringify(combined(one, 'dimensions[SourceBucket]')) === source,
    )
    if (!alarm) throw new Error(`nothing watches ${where}`)
    // The bucket of the copies, as an ARN there and by its name here.
    const target = combined(copy, 'rule[0].destination.bucket')
    const watched = combined(alarm, 'dimensions[DestinationBucket]')
    expect(`arn:aws:s3:::${watched?.string.fmt}`).toBe(target?.string.fmt)
    expect(watched?.variables).toEqual(target?.variables)
    const region = combined(alarm, 'region')?.variables.map((one) => one.fromFieldPath)
    for (const action of ['alarmActions[0]', 'okActions[0]'])
      expect(combined(alarm, action)?.variables[0]?.fromFieldPath).toBe(region?.[0])
    const elsewhere = JSON.stringify(target).includes('peerRegion') || where.includes('files')
    expect([where, region]).toEqual([where, [elsewhere ? 'claim.peerRegion' : 'claim.region']])
  }
})
