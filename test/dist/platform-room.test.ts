import { expect, test } from 'vitest'
import { componentPods } from '../../charts/platform/registry.ts'
import { instanceTypeNames } from '../../lib/catalog/instances.ts'
import { GiB, MiB } from '../../lib/catalog/units.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { drawnPods, nodeDaemons, nodeRoom } from '../../lib/resolve/platform-room.ts'
import { readDist } from '../support/dist.ts'
import { clusters, platformPods, regionals } from '../support/subject.ts'

interface Pod {
  readonly containers: readonly { readonly resources?: { readonly requests?: Record<string, string> } }[]
}

interface Workload extends KubeObject {
  readonly spec: {
    readonly replicas?: number
    readonly minReplicas?: number
    readonly runtimeConfigRef?: { readonly name: string }
    readonly scaleTargetRef?: { readonly name: string }
    readonly template?: { readonly spec: Pod }
    readonly deploymentTemplate?: { readonly spec: { replicas: number; template: { spec: Pod } } }
  }
}

/** Millicores of `500m` or `2`, bytes of `64Mi` or `1Gi`. */
function amount(text = '0'): number {
  const [, digits = '', unit = ''] = /^(\d+)(m|Mi|Gi|)$/.exec(text) ?? []
  if (digits === '') throw new Error(`not an amount: ${text}`)
  return Number(digits) * ({ m: 1, Mi: MiB, Gi: GiB }[unit] ?? 1000)
}

/** Of init containers none asks for more than the containers after them, so those do not count. */
function requests({ containers }: Pod) {
  return {
    cpuMillis: sum(containers.map(({ resources }) => amount(resources?.requests?.['cpu']))),
    memoryBytes: sum(containers.map(({ resources }) => amount(resources?.requests?.['memory']))),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0)
}

function workloads(cluster: string): Workload[] {
  return ['argocd', 'own', 'platform']
    .flatMap((part) => readDist(`${cluster}/${part}/`))
    .flatMap(({ objects }) => objects as Workload[])
}

/** Pods of an object in the cluster, with what one asks for. */
function podsOf(one: Workload, all: readonly Workload[]) {
  const { name } = one.metadata
  if (one.kind === 'DeploymentRuntimeConfig') {
    const { replicas = 0, template } = one.spec.deploymentTemplate?.spec ?? {}
    const packages = all.filter(({ spec }) => spec?.runtimeConfigRef?.name === name).length
    return template ? [{ count: packages * replicas, ...requests(template.spec) }] : []
  }
  if (!['Deployment', 'StatefulSet'].includes(one.kind) || !one.spec.template) return []
  const scaler = all.find(
    ({ kind, spec }) => kind === 'HorizontalPodAutoscaler' && spec.scaleTargetRef?.name === name,
  )
  const count = one.spec.replicas ?? scaler?.spec.minReplicas
  if (count === undefined) throw new Error(`nobody says how many ${name} there are`)
  return [{ count, ...requests(one.spec.template.spec) }]
}

function total(pods: readonly { count: number; cpuMillis: number; memoryBytes: number }[]) {
  return {
    cpuMillis: sum(pods.map(({ count, cpuMillis }) => count * cpuMillis)),
    memoryBytes: sum(pods.map(({ count, memoryBytes }) => count * memoryBytes)),
    pods: sum(pods.map(({ count }) => count)),
  }
}

test.each(regionals)('what is counted for the platform is what dist asks for: $name', (spec) => {
  const all = workloads(spec.name)
  const drawn = total(all.flatMap((one) => podsOf(one, all)))
  const counted = total(drawnPods(spec, clusters, platformPods))
  // A sentinel runs in the pod of its cache and is counted by itself.
  expect({ ...counted, pods: counted.pods - 3 }).toEqual(drawn)
})

test('no init container asks for more than the containers after it', () => {
  for (const { spec } of clusters.flatMap(({ name }) => workloads(name))) {
    const pod = spec?.template?.spec as (Pod & { readonly initContainers?: Pod['containers'] }) | undefined
    for (const init of pod?.initContainers ?? []) {
      const before = requests({ containers: [init] })
      expect(before.cpuMillis).toBeLessThanOrEqual(requests(pod as Pod).cpuMillis)
      expect(before.memoryBytes).toBeLessThanOrEqual(requests(pod as Pod).memoryBytes)
    }
  }
})

test.each(regionals)('what is on every node of $name is taken from its room', ({ name }) => {
  const daemons = workloads(name).filter(({ kind }) => kind === 'DaemonSet')
  const [plugin, ...others] = daemons.map(({ spec }) => requests(spec.template?.spec as Pod)).reverse()
  expect(daemons.at(-1)?.metadata.name).toBe('nvidia-device-plugin')
  if (!plugin) throw new Error('no daemon is drawn')
  // A node has one of the caches of models, all of which ask for the same. The rest of our own is the plugin on GPU nodes.
  const addons = nodeDaemons('c5.2xlarge', [])
  const cache = nodeDaemons('c5.2xlarge', componentPods).cpuMillis - addons.cpuMillis
  for (const other of others) expect(other.cpuMillis).toBe(cache)
  expect(others.length).toBeGreaterThan(0)
  // g4dn.2xlarge and c5.2xlarge have as many cores for pods.
  const cpuMillis =
    nodeRoom('c5.2xlarge', componentPods).cpuMillis - nodeRoom('g4dn.2xlarge', componentPods).cpuMillis
  expect(cpuMillis).toBe(plugin.cpuMillis)
  for (const type of instanceTypeNames) expect(nodeRoom(type, componentPods).cpuMillis).toBeGreaterThan(3500)
})
