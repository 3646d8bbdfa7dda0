import type { Api, LiveObject } from './api.ts'
import { provisionVolumes } from './volumes.ts'

/** The fields of a pod that matter for scheduling. */
export interface Pod extends LiveObject {
  readonly spec: {
    readonly nodeName?: string
    readonly containers: readonly {
      readonly resources?: { readonly requests?: Readonly<Record<string, string>> }
    }[]
  }
  readonly status: {
    readonly phase: string
    readonly conditions?: readonly {
      readonly type: string
      readonly status: string
      readonly reason?: string
    }[]
  }
}

/** True when a pod asks for a GPU. */
export function wantsGpu({ spec }: Pod): boolean {
  return spec.containers.some(({ resources }) => Number(resources?.requests?.['nvidia.com/gpu'] ?? 0) > 0)
}

/** Every pod that has not ended. */
export async function livePods(api: Api): Promise<readonly Pod[]> {
  const pods = (await api.list('/api/v1/pods')) as readonly Pod[]
  return pods.filter(({ status }) => status.phase !== 'Succeeded' && status.phase !== 'Failed')
}

interface WorkloadStatus {
  readonly observedGeneration?: number
  readonly replicas?: number
  readonly readyReplicas?: number
  readonly updatedReplicas?: number
  readonly succeeded?: number
  readonly desiredNumberScheduled?: number
  readonly numberReady?: number
}

/** Workloads that wait for missing GPUs: none, or all that request one. */
export type Waiting = 'nothing' | 'gpu'

/**
 * Unfinished work: workloads whose pods do not all run, pods that are ending, Jobs that have not completed, claims that
 * are not bound. While no GPU node is there, workloads that ask for a GPU are not expected to run.
 */
export async function unsettled(api: Api, waiting: Waiting): Promise<readonly string[]> {
  const claims = await provisionVolumes(api)
  const all = await Promise.all(
    ['deployments', 'statefulsets', 'daemonsets'].map((plural) => api.list(`/apis/apps/v1/${plural}`)),
  )
  const workloads = all.flat().filter((one) => !(waiting === 'gpu' && templateWantsGpu(one)))
  const jobs = await api.list('/apis/batch/v1/jobs')
  const scalers = await api.list('/apis/autoscaling/v2/horizontalpodautoscalers')
  return [
    ...claims,
    ...(await endingPods(api)),
    ...workloads.flatMap(workloadProblem),
    ...scalers.flatMap(scalerProblem),
    ...jobs.flatMap(jobProblem),
  ]
}

/** Pods that were deleted and have not ended. */
export async function endingPods(api: Api): Promise<readonly string[]> {
  const pods = await api.list('/api/v1/pods')
  return pods
    .filter(({ metadata }) => metadata.deletionTimestamp)
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name} has not ended`)
}

function jobProblem({ metadata, spec, status }: LiveObject): string[] {
  const { completions = 1, suspend } = spec as { completions?: number; suspend?: boolean }
  const { succeeded = 0 } = status as WorkloadStatus
  if (suspend || succeeded >= completions) return []
  return [`Job ${metadata.namespace}/${metadata.name} has not completed`]
}

function workloadProblem(workload: LiveObject): string[] {
  const status = workload['status'] as WorkloadStatus
  const { replicas, strategy } = workload['spec'] as { replicas?: number; strategy?: unknown }
  const wanted = replicas ?? status.desiredNumberScheduled ?? 0
  const ready = status.readyReplicas ?? status.numberReady ?? 0
  const current =
    status.observedGeneration === workload.metadata.generation &&
    (strategy === undefined ||
      ((status.updatedReplicas ?? 0) === wanted && (status.replicas ?? 0) === wanted))
  if (current && ready === wanted) return []
  const { updatedReplicas: updated = 0, replicas: all = 0 } = status
  const { namespace, name } = workload.metadata
  return [`${namespace}/${name}: of ${wanted} pods ${all} are there, ${updated} new, ${ready} ready`]
}

/** An autoscaler looks every 15 seconds, and raises to its fewest replicas what has less. */
function scalerProblem({ metadata, spec, status }: LiveObject): string[] {
  const { minReplicas = 1 } = spec as { minReplicas?: number }
  const { currentReplicas = 0 } = status as { currentReplicas?: number }
  return currentReplicas >= minReplicas ? [] : [`${metadata.namespace}/${metadata.name} has not scaled yet`]
}

function templateWantsGpu(workload: LiveObject): boolean {
  const { template } = workload['spec'] as { template: Pod }
  return wantsGpu(template)
}

/** Rejections that controllers got: pods against a quota, a limit range or Pod Security. */
export async function refusedPods(api: Api): Promise<readonly string[]> {
  const events = await api.list('/api/v1/events?fieldSelector=reason=FailedCreate')
  return events.map((event) => {
    const { involvedObject, message } = event as LiveObject & {
      readonly involvedObject: { readonly kind: string; readonly namespace: string; readonly name: string }
      readonly message: string
    }
    return `${involvedObject.kind} ${involvedObject.namespace}/${involvedObject.name}: ${message}`
  })
}

/** Names of a namespace's Jobs that have completed, without the digest at their end. */
export async function completedJobs(api: Api, namespace: string): Promise<readonly string[]> {
  const jobs = await api.list(`/apis/batch/v1/namespaces/${namespace}/jobs`)
  return jobs
    .filter(({ status }) => ((status as { succeeded?: number }).succeeded ?? 0) > 0)
    .map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{8}$/, ''))
}
