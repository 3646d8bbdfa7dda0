import { setTimeout as sleep } from 'node:timers/promises'
import type { PodReading } from '../../../lib/simulate/hpa-metrics.ts'
import { type Api, messageOf } from '../cluster/api.ts'
import type { Load, LookValues, Series } from './series.ts'

/** One look of the controller, as seen from outside: what it read, and the replicas that it found. */
export interface Look {
  /** Of the target's spec and status. */
  readonly replicas: number
  readonly status: number
  readonly values: LookValues
}

interface OwnPod {
  readonly name: string
  /** Look from which on it runs. */
  readonly runsFrom: number
  state: 'ready' | 'pending'
}

const namespace = 'hpa'
/** The controller has set the replicas by then. Milliseconds. */
const settled = 300

/**
 * The Deployment of an autoscaler. No controller makes its pods here: this one does, after each look, so that the number
 * of pods at a look is known.
 */
export class Target {
  readonly series: Series
  readonly looks: Look[] = []
  readonly #api: Api
  readonly #pods: OwnPod[] = []
  #made = 0
  #follow: Promise<void> = Promise.resolve()
  #failure: unknown
  #asked = 0

  constructor(api: Api, series: Series) {
    this.#api = api
    this.series = series
  }

  /** Creates the Deployment with its pods. */
  async create(): Promise<void> {
    const { name, start, request } = this.series
    const labels = { app: name }
    await this.#post('/apis/apps/v1', 'deployments', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: {
        replicas: start,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container(request)] } },
      },
    })
    await this.#adapt(start)
  }

  /** Creates the autoscaler: the controller looks at once. */
  async begin(): Promise<void> {
    const { name, spec } = this.series
    await this.#post('/apis/autoscaling/v2', 'horizontalpodautoscalers', {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name, namespace },
      spec: { ...spec, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } },
    })
  }

  /** The controller asks for metrics: the next look, or the second metric of the present one. */
  async answer(): Promise<LookValues> {
    const last = this.looks.at(-1)
    // At each look the controller asks once for each metric.
    if (this.#asked++ % this.series.spec.metrics.length > 0 && last) return last.values
    const { replicas, status } = await this.#read()
    await this.settle()
    const load = this.series.loads[this.looks.length] ?? this.series.loads.at(-1) ?? {}
    const values = valuesOf(load, this.#pods)
    this.looks.push({ replicas, status, values })
    // After the last look nothing is compared any more.
    if (this.missing > 0) {
      this.#follow = this.#catchUp().catch((cause: unknown) => {
        this.#failure = cause
      })
    }
    return values
  }

  /** Waits until the pods are as many as the last look wants. Throws if that failed. */
  async settle(): Promise<void> {
    await this.#follow
    if (this.#failure) throw this.#failure
  }

  /** Looks that are missing before the replicas after the last load are known. */
  get missing(): number {
    return Math.max(0, this.series.loads.length + 1 - this.looks.length)
  }

  /** The pods of a look, as the simulation's autoscaler reads them. */
  reading({ values }: Look): readonly PodReading[] {
    const { cpuMillis, memoryBytes } = this.series.request
    return values.pods.map(({ use, state }) => ({
      state,
      request: { cpu: cpuMillis, memory: 1000 * memoryBytes },
      use: use ? { cpu: use.cpuMillis, memory: 1000 * use.memoryBytes } : {},
    }))
  }

  async #catchUp(): Promise<void> {
    await sleep(settled)
    const { replicas } = await this.#read()
    await this.#adapt(replicas)
  }

  async #adapt(replicas: number): Promise<void> {
    const { name } = this.series
    while (this.#pods.length < replicas) await this.#addPod()
    while (this.#pods.length > replicas) {
      const last = this.#pods.pop()
      await this.#api.send('DELETE', `/api/v1/namespaces/${namespace}/pods/${last?.name}`, {
        gracePeriodSeconds: 0,
      })
    }
    for (const pod of this.#pods) if (pod.runsFrom <= this.looks.length) await this.#run(pod)
    await this.#patch(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}/status`, {
      status: { replicas },
    })
  }

  async #addPod(): Promise<void> {
    const { name: app, request, pendingLooks = 0 } = this.series
    this.#made += 1
    const name = `${app}-${this.#made}`
    await this.#post('/api/v1', 'pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: { app } },
      spec: { nodeName: 'nowhere', containers: [container(request)] },
    })
    const first = this.looks.length === 0
    this.#pods.push({
      name,
      runsFrom: first ? 0 : this.looks.length + pendingLooks,
      state: 'pending',
    })
  }

  async #run(pod: OwnPod): Promise<void> {
    if (pod.state === 'ready') return
    const long = new Date(Date.now() - 3_600_000).toISOString()
    await this.#patch(`/api/v1/namespaces/${namespace}/pods/${pod.name}/status`, {
      status: {
        phase: 'Running',
        startTime: long,
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: long }],
      },
    })
    pod.state = 'ready'
  }

  async #read(): Promise<{ readonly replicas: number; readonly status: number }> {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${this.series.name}`
    const { spec, status } = await this.#api.get<{
      readonly spec: { readonly replicas: number }
      readonly status: { readonly replicas?: number }
    }>(path)
    return { replicas: spec.replicas, status: status.replicas ?? 0 }
  }

  async #post(root: string, plural: string, body: object): Promise<void> {
    const { status, body: said } = await this.#api.send(
      'POST',
      `${root}/namespaces/${namespace}/${plural}`,
      body,
    )
    if (status !== 201) throw new Error(`${plural}: ${status} ${messageOf(said)}`)
  }

  async #patch(path: string, body: object): Promise<void> {
    const { status, body: said } = await this.#api.send('PATCH', path, body)
    if (status !== 200) throw new Error(`${path}: ${status} ${messageOf(said)}`)
  }
}

function container({ cpuMillis, memoryBytes }: Series['request']): object {
  return {
    name: 'ollama',
    image: 'none',
    resources: { requests: { cpu: `${cpuMillis}m`, memory: String(memoryBytes) } },
  }
}

function valuesOf({ cpuMillis = 0, memoryBytes = 0, external, missing = 0 }: Load, pods: readonly OwnPod[]) {
  const running = pods.filter(({ state }) => state === 'ready').length
  const each = (sum: number) => Math.round(sum / Math.max(1, running))
  const use = { cpuMillis: each(cpuMillis), memoryBytes: each(memoryBytes) }
  return {
    pods: pods.map(({ name, state }, index) =>
      index < missing || state === 'pending' ? { name, state } : { name, state, use },
    ),
    ...(external === undefined ? {} : { external }),
  }
}
