import type { KubeObject } from '../../../lib/kube/object.ts'
import { type Api, messageOf } from './api.ts'
import { endingPods } from './fleet.ts'

/** A Deployment and the most replicas that its scaler may give it. */
export interface Peak {
  readonly namespace: string
  readonly deployment: string
  readonly replicas: number
}

/** The most that each scaler among some objects may ask for. */
export function peaks(objects: readonly KubeObject[]): readonly Peak[] {
  return objects.flatMap((object) => {
    const { scaleTargetRef, maxReplicas, maxReplicaCount } = (object['spec'] ?? {}) as {
      readonly scaleTargetRef?: { readonly kind?: string; readonly name: string }
      readonly maxReplicas?: number
      readonly maxReplicaCount?: number
    }
    const replicas =
      object.kind === 'HorizontalPodAutoscaler'
        ? maxReplicas
        : object.kind === 'ScaledObject'
          ? // KEDA's default.
            (maxReplicaCount ?? 100)
          : undefined
    if (replicas === undefined || !scaleTargetRef) return []
    return [{ namespace: object.metadata.namespace ?? '', deployment: scaleTargetRef.name, replicas }]
  })
}

/** Scales Deployments as an autoscaler would. */
export async function scaleTo(api: Api, all: readonly Peak[]): Promise<void> {
  for (const { namespace, deployment, replicas } of all) {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}/scale`
    await mustPatch(api, path, { spec: { replicas } })
  }
}

/** Keeps KWOK from making a pod Ready. */
const hold = 'verify.paddock.dev/hold'

/**
 * Starts a rollout of every Deployment: one whose new pods never get Ready, its rollback, or one that completes, as
 * with `kubectl rollout restart`.
 */
export async function rollOut(api: Api, how: 'held' | 'back' | 'through'): Promise<void> {
  const annotations =
    how === 'through'
      ? { 'verify.paddock.dev/restarted': 'once' }
      : { [hold]: how === 'held' ? 'rollout' : null }
  const template = { metadata: { annotations } }
  for (const { metadata } of await api.list('/apis/apps/v1/deployments')) {
    const path = `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${metadata.name}`
    await mustPatch(api, path, { spec: { template } })
  }
}

/** State of a Deployment in the middle of a rollout whose new pods are not Ready: pods in all, new ones. */
export function midRollout(spec: {
  readonly replicas: number
  readonly strategy: {
    readonly type: string
    readonly rollingUpdate?: {
      readonly maxSurge?: number | string
      readonly maxUnavailable?: number | string
    }
  }
}): { readonly replicas: number; readonly updated: number } {
  const { replicas, strategy } = spec
  if (strategy.type === 'Recreate') return { replicas, updated: replicas }
  const part = (value: number | string = 0, round: (share: number) => number) =>
    typeof value === 'number' ? value : round((replicas * Number.parseInt(value, 10)) / 100)
  const surge = part(strategy.rollingUpdate?.maxSurge, Math.ceil)
  const unavailable = part(strategy.rollingUpdate?.maxUnavailable, Math.floor)
  return { replicas: replicas === 0 ? 0 : replicas + surge, updated: Math.min(replicas, surge + unavailable) }
}

/** Deployments that have not reached the middle of their rollout, and pods that it ends. */
export async function notMidRollout(api: Api): Promise<readonly string[]> {
  const deployments = await api.list('/apis/apps/v1/deployments')
  const ending = await endingPods(api)
  const late = deployments.flatMap(({ metadata, spec, status }) => {
    const wanted = midRollout(spec as Parameters<typeof midRollout>[0])
    const is = status as { replicas?: number; updatedReplicas?: number; observedGeneration?: number }
    const reached =
      is.observedGeneration === metadata.generation &&
      (is.replicas ?? 0) === wanted.replicas &&
      (is.updatedReplicas ?? 0) === wanted.updated
    return reached
      ? []
      : [
          `${metadata.namespace}/${metadata.name}: ${is.replicas ?? 0} pods, ${is.updatedReplicas ?? 0} of them new; ` +
            `wanted ${wanted.replicas}, ${wanted.updated}`,
        ]
  })
  return [...ending, ...late]
}

async function mustPatch(api: Api, path: string, patch: object): Promise<void> {
  const { status, body } = await api.send<unknown>('PATCH', path, patch)
  if (status !== 200) throw new Error(`PATCH ${path} answered ${status}: ${messageOf(body)}`)
}
