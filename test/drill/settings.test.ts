import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { durations } from '../../lib/catalog/recovery.ts'
import { throughput } from '../../lib/catalog/throughput.ts'
import { drill } from '../../lib/pipeline/drill.ts'
import { readDist } from '../support/dist.ts'
import { fleetOf, plain } from '../support/fleet.ts'

/** Text of everything in a folder of the committed dist. */
const text = (folder: string) => JSON.stringify(readDist(folder).flatMap(({ objects }) => objects))
const numbers = (from: string, pattern: RegExp) => [
  ...new Set([...from.matchAll(pattern)].map(([, value]) => Number(value))),
]

describe('a duration that a setting yields is what dist sets', () => {
  test('the loss is noticed: the probe’s interval, the alert’s patience, and Route 53’s checks', () => {
    const serving = text('us-west-2/platform/serving/')
    const [interval = 0, ...others] = numbers(serving, /"interval":"(\d+)s"/g)
    expect(others).toEqual([])
    const rule = /\{"alert":"PeerRegionDown".*?"for":"(\d+)s"/.exec(text('us-west-2/platform/alerts/'))
    expect(Number(rule?.[1])).toBe(durations.healthCheck.seconds)
    expect(3 * interval).toBe(durations.healthCheck.seconds)
    const edges = text('hub/platform/crossplane/api-edges.yaml')
    const [every = 0] = numbers(edges, /"requestInterval":(\d+)/g)
    const [misses = 0] = numbers(edges, /"failureThreshold":(\d+)/g)
    expect(every * misses).toBe(durations.healthCheck.seconds)
  })

  test('the line is read by a command of the runbook; without it as often as Argo CD asks Git, and its jitter', () => {
    const made = drill(fleetOf([plain]))
    if ('why' in made) throw new Error(made.why)
    const steps = made.targets
      .flatMap((target) => target.steps)
      .filter(({ name }) => name === 'Argo CD of the second region reads the line')
    const settings = text('us-west-2/platform/argocd/')
    const [every = 0] = numbers(settings, /"timeout.reconciliation":"(\d+)s"/g)
    const [jitter = 0] = numbers(settings, /"timeout.reconciliation.jitter":"(\d+)s"/g)
    expect(every).toBeGreaterThan(0)
    expect(steps.length).toBeGreaterThan(1)
    for (const { by, seconds } of steps) {
      expect(by).toContain(`${every} s and up to ${jitter} s`)
      expect(seconds).toBe(durations.refresh.seconds)
    }
    const runbook = readFileSync(new URL('../../docs/runbooks/region-failover.md', import.meta.url), 'utf8')
    expect(runbook).toContain('annotate applications.argoproj.io --all argocd.argoproj.io/refresh=normal')
  })

  test('a CPU node’s disk reads as fast as its launch template asks for', () => {
    const template = text('us-east-1/platform/crossplane/') + text('hub/platform/crossplane/')
    const set = numbers(template, /"ebs":\{[^}]*"throughput":(\d+)/g)
    expect(set).toEqual([throughput.rootDisk.bytesPerSecond / 1024 ** 2])
  })

  test('hosts that fail over are aliases, whose minute is AWS’ own: no setting of ours is longer', () => {
    const records = ['api-edges', 'api-edgeroutings'].flatMap((file) => [
      ...text(`hub/platform/crossplane/${file}.yaml`).matchAll(
        /"forProvider":(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})/g,
      ),
    ])
    const failing = records
      .map(([, one = '{}']) => JSON.parse(one) as Readonly<Record<string, unknown>>)
      .filter((one) => 'failoverRoutingPolicy' in one)
    expect(failing.length).toBeGreaterThan(3)
    for (const one of failing) {
      expect(one).toHaveProperty('alias')
      expect(one).not.toHaveProperty('ttl')
    }
  })

  test('the lag that is let go: the alarm’s threshold, with a heartbeat well within it', () => {
    const made = drill(fleetOf([plain]))
    if ('why' in made) throw new Error(made.why)
    const lag = made.targets.find(
      ({ kind, name, loss }) => `${kind} ${name} ${loss}` === 'RPO database region',
    )
    const alarms = text('us-east-1/platform/crossplane/api-postgresdatabases.yaml')
    const threshold = /"metricName":"ReplicaLag"[^}]*?"threshold":(\d+)/.exec(alarms)?.[1]
    expect(lag?.seconds).toBe(Number(threshold))
    const [beat = 0] = numbers(
      text('us-east-1/platform/data/heartbeat.yaml'),
      /"EVERY_SECONDS","value":"(\d+)"/g,
    )
    expect(beat).toBeGreaterThan(0)
    expect(beat * 2).toBeLessThan(Number(threshold))
  })

  test('models behind: the alarm fires when EFS is slower than the report reckons with', () => {
    const alarms = text('us-east-1/platform/crossplane/api-sharedfilesystems.yaml')
    const threshold = /"metricName":"TimeSinceLastSync"[^}]*?"threshold":(\d+)/.exec(alarms)?.[1]
    expect(Number(threshold)).toBe(durations.efsReplication.seconds)
  })

  test('a lost node’s model server is given up when its pods’ tolerations say', () => {
    const made = drill(fleetOf([plain]))
    if ('why' in made) throw new Error(made.why)
    const step = made.targets
      .flatMap(({ steps }) => steps)
      .find(({ name }) => name === 'its model server is given up')
    const set = numbers(
      text('us-east-1/tenants/northwind/ollama.yaml'),
      /"key":"node.kubernetes.io\/unreachable"[^}]*?"tolerationSeconds":(\d+)/g,
    )
    expect(set).toEqual([step?.seconds])
  })
})
