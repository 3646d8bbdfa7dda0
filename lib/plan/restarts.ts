import type { KubeObject } from '../kube/object.ts'
import { isLabel } from './changes.ts'
import { chatOutage, modelsUnavailable } from './chat.ts'
import { whereOf } from './fold.ts'
import type { ObjectChange } from './objects.ts'
import { under } from './refusals.ts'
import type { Restart } from './report.ts'

const workloads = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet'])

interface WorkloadSpec {
  readonly replicas?: number
  readonly strategy?: Strategy
  readonly updateStrategy?: Strategy
}

interface Strategy {
  readonly type?: string
  readonly rollingUpdate?: { readonly maxUnavailable?: number | string; readonly maxSurge?: number | string }
}

type How = Pick<Restart, 'how' | 'downtime'>

/** Whether an update replaces, stops or starts the pods of a workload, and what its users notice. */
export function restartOf(change: ObjectChange): Restart[] {
  const { kind, action, before, after } = change
  if (!workloads.has(kind) || action !== 'update' || !before || !after) return []
  const template = change.fields.filter(({ path }) => under(path, 'spec.template'))
  const how = inMinutes(howOf(kind, specOf(before), specOf(after), template.length > 0), before, after)
  if (!how) return []
  const why = template.map(({ path }) => (isLabel(path) ? 'labels' : path.replace('spec.template.', '')))
  return [
    {
      workload: `${kind.split('/')[1]}/${change.name}`,
      ...how,
      why: [...new Set(why)].sort(),
      ...whereOf(change),
    },
  ]
}

function specOf(object: KubeObject): WorkloadSpec {
  return (object['spec'] ?? {}) as WorkloadSpec
}

/** The effect on chats depends on models, which take minutes to load. */
function inMinutes(how: How | undefined, before: KubeObject, after: KubeObject): How | undefined {
  if (how?.how !== 'rolling') return how
  const downtime =
    how.downtime === '' ? chatOutage(before, after) : `${how.downtime}${modelsUnavailable(after)}`
  return { ...how, downtime }
}

function howOf(kind: string, before: WorkloadSpec, after: WorkloadSpec, changed: boolean): How | undefined {
  if (after.replicas === 0)
    return before.replicas === 0
      ? undefined
      : { how: 'stop', downtime: 'it stays down until it is scaled up' }
  if (before.replicas === 0) return { how: 'start', downtime: '' }
  if (!changed) return undefined
  if (kind === 'apps/Deployment') return deployment(after)
  if (after.updateStrategy?.type === 'OnDelete') return { how: 'by-hand', downtime: '' }
  if (kind === 'apps/DaemonSet') return { how: 'rolling', downtime: 'on one node after the other' }
  return after.replicas === 1 || after.replicas === undefined
    ? { how: 'recreate', downtime: 'while its only pod starts' }
    : { how: 'rolling', downtime: 'one pod after the other is unavailable' }
}

/** Kubernetes rounds a share of unavailable pods down. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable */
function deployment({ replicas, strategy }: WorkloadSpec): How {
  if (strategy?.type === 'Recreate')
    return { how: 'recreate', downtime: 'from the last old pod to the first new one' }
  const missing = strategy?.rollingUpdate?.maxUnavailable ?? '25%'
  const most = typeof missing === 'number' ? missing : share(missing, replicas)
  if (most === 0) return { how: 'rolling', downtime: '' }
  if (replicas === 1) return { how: 'rolling', downtime: 'while its only pod starts' }
  return {
    how: 'rolling',
    downtime: `up to ${missing} of its pods ${missing === 1 ? 'is' : 'are'} unavailable`,
  }
}

function share(percent: string, replicas: number | undefined): number | undefined {
  const part = Number(percent.replace('%', '')) / 100
  return part === 0 ? 0 : replicas === undefined ? undefined : Math.floor(part * replicas)
}
