import type { Server } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultTolerance, emptyMemory, type HpaMemory, lookOnce } from '../../../lib/simulate/hpa.ts'
import { proposeReplicas } from '../../../lib/simulate/hpa-metrics.ts'
import { hpaRules } from '../../../lib/simulate/hpa-object.ts'
import { claimPort } from '../../support/ports.ts'
import { type Cluster, startControlPlane } from '../cluster/control-plane.ts'
import { waitUntilNone } from '../cluster/wait.ts'
import { type LoggedLook, logFlags, readLooks } from './controller-log.ts'
import { distAutoscaler } from './dist-autoscalers.ts'
import { metricsGroups, startMetricsApi } from './metrics-api.ts'
import { allSeries, lookSeconds } from './series.ts'
import { type Look, Target } from './target.ts'

const binaries = process.env['PADDOCK_KUBERNETES'] ?? ''
const work = process.env['PADDOCK_SIMULATE_WORK'] ?? ''

/** The controller's own window, of autoscalers without `behavior`. */
const downWindowSeconds = 13

/** Of the autoscaler's controller alone: no other one may touch the Deployments and pods of the tests. */
const controllerFlags = [
  '--controllers=horizontal-pod-autoscaler-controller',
  `--horizontal-pod-autoscaler-sync-period=${lookSeconds}s`,
  `--horizontal-pod-autoscaler-downscale-stabilization=${downWindowSeconds}s`,
  '--concurrent-horizontal-pod-autoscaler-syncs=20',
  ...logFlags,
]

const series = allSeries(
  distAutoscaler('open-webui', 'open-webui-of-dist'),
  distAutoscaler('ollama-cpu', 'model-server-of-dist'),
)
let cluster: Cluster
let metrics: Server
let targets: readonly Target[] = []

beforeAll(async () => {
  cluster = await startControlPlane(binaries, work, controllerFlags)
  const { api } = cluster
  const port = await claimPort()
  targets = series.map((one) => new Target(api, one))
  metrics = await startMetricsApi(join(work, 'certificates'), port, async (name) => {
    const target = targets.find((one) => one.series.name === name)
    if (!target) throw new Error(`nobody asks for ${name}`)
    return await target.answer()
  })
  const { refused } = await cluster.kubectl.apply(surroundings(port).map((one) => JSON.stringify(one)))
  expect(refused).toEqual([])
  for (const target of targets) await target.create()
  expect(await waitUntilNone(unavailable, 60, cluster.check)).toEqual([])
  for (const target of targets) await target.begin()
  const late = () =>
    Promise.resolve(targets.filter(({ missing }) => missing > 0).map(({ series }) => series.name))
  expect(await waitUntilNone(late, 200, cluster.check)).toEqual([])
  for (const target of targets) await target.settle()
}, 280_000)

afterAll(async () => {
  metrics?.closeAllConnections()
  metrics?.close()
  await cluster?.stop()
})

describe.each(series)('the autoscaler $name', ({ name, spec, loads }) => {
  const target = () => targets.find((one) => one.series.name === name)
  const looks = () => target()?.looks ?? []
  const logged = () =>
    readLooks(join(work, 'kube-controller-manager.log')).get(name)?.slice(0, loads.length) ?? []
  const real = () =>
    looks()
      .slice(1, loads.length + 1)
      .map(({ replicas }) => replicas)
  const reading = (look: Look) => ({
    replicas: look.status,
    pods: target()?.reading(look) ?? [],
    external: look.values.external === undefined ? {} : { [name]: 1000 * look.values.external },
  })
  const rules = { ...hpaRules({ apiVersion: '', kind: '', metadata: { name }, spec }), downWindowSeconds }

  test('asks for the same replicas as Kubernetes’ controller, look by look', () => {
    const tolerance = {
      up: rules.behavior?.up.tolerance ?? defaultTolerance,
      down: rules.behavior?.down.tolerance ?? defaultTolerance,
    }
    const asked = looks()
      .slice(0, loads.length)
      .map((look) => proposeReplicas(rules.metrics, look.replicas, reading(look), tolerance))
    // A look without any value proposes nothing, and is not in the log.
    expect(asked.filter((one) => one !== undefined)).toEqual(proposals(logged(), asked))
  })

  test('sets the same replicas as Kubernetes’ controller, look by look', () => {
    const memory = emptyMemory()
    const times = [...logged()]
    const simulated = looks()
      .slice(0, loads.length)
      .map((look) => {
        const known = proposeReplicas(rules.metrics, look.replicas, reading(look), { up: 0, down: 0 })
        const time = known === undefined ? undefined : times.shift()
        const replicas = lookOnce(rules, memory, time?.at ?? 0, look.replicas, reading(look))
        if (time?.setAt !== undefined) stamp(memory, replicas - look.replicas, time.setAt)
        return replicas
      })
    console.log(`${name}: ${real().join(' ')}`)
    expect(simulated).toEqual(real())
  })

  test('changes replicas, so that the comparison means something', () => {
    expect(new Set(real()).size).toBeGreaterThan(1)
  })
})

test('no server has ended by itself', () => {
  cluster.check()
})

/** As many logged proposals as there were looks with values. */
function proposals(logged: readonly LoggedLook[], asked: readonly (number | undefined)[]): readonly number[] {
  return logged.slice(0, asked.filter((one) => one !== undefined).length).map(({ proposed }) => proposed)
}

/** The controller notes a change when the API server has accepted it. */
function stamp(memory: HpaMemory, change: number, at: number): void {
  const last = (events: HpaMemory['ups']) =>
    events.map((event, index) => (index === events.length - 1 ? { ...event, at } : event))
  if (change > 0) memory.ups = last(memory.ups)
  if (change < 0) memory.downs = last(memory.downs)
}

function surroundings(port: number): readonly object[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'hpa' } },
    // Its controller does not run here.
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'hpa' } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'metrics', namespace: 'hpa' },
      spec: { type: 'ExternalName', externalName: 'localhost' },
    },
    ...metricsGroups.map((group) => ({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `v1beta1.${group}` },
      spec: {
        group,
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name: 'metrics', namespace: 'hpa', port },
      },
    })),
  ]
}

async function unavailable(): Promise<readonly string[]> {
  const names = metricsGroups.map((group) => `v1beta1.${group}`)
  const states = await Promise.all(
    names.map(async (name) => {
      const { status } = await cluster.api.get<{
        readonly status: {
          readonly conditions?: readonly {
            readonly type: string
            readonly status: string
            readonly message?: string
          }[]
        }
      }>(`/apis/apiregistration.k8s.io/v1/apiservices/${name}`)
      const condition = status.conditions?.find(({ type }) => type === 'Available')
      return condition?.status === 'True' ? [] : [`${name}: ${condition?.message ?? 'unknown'}`]
    }),
  )
  return states.flat()
}
