import type { KubeObject } from '../../kube/object.ts'
import type { LabelSelector } from '../../kube/types/kubernetes.ts'
import { podTemplate, selects } from '../reachability/model.ts'
import type { OwnBreach } from './breach.ts'

/** Settings of pods that cdk8s-plus-28 leaves out and components get from the kit. */
export function ownPodBreaches(object: KubeObject, all: readonly KubeObject[]): OwnBreach[] {
  const template = podTemplate(object)
  const pod = template?.spec
  if (!pod) return []
  const base = `${object.kind === 'CronJob' ? 'spec.jobTemplate.' : ''}spec.template.spec`
  const breach = (when: boolean, field: string, facts: OwnBreach['facts']): OwnBreach[] =>
    when ? [{ field: `${base}.${field}`, facts }] : []
  const terms =
    pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  const expressions = terms.map(({ matchExpressions = [] }) => matchExpressions)
  const offGpu =
    expressions.length > 0 &&
    expressions.every((one) =>
      one.some(({ key, operator }) => key === 'accelerator' && operator === 'DoesNotExist'),
    )
  const { replicas = 1, selector } = (object['spec'] ?? {}) as { replicas?: number; selector?: LabelSelector }
  const several = ['Deployment', 'StatefulSet'].includes(object.kind) && replicas > 1
  const spread = pod.topologySpreadConstraints?.some(
    ({ topologyKey }) => topologyKey === 'topology.kubernetes.io/zone',
  )
  return [
    ...breach(pod.enableServiceLinks !== false, 'enableServiceLinks', { problem: 'service-links' }),
    ...breach(!pod.priorityClassName, 'priorityClassName', { problem: 'priority' }),
    ...breach(!offGpu, 'affinity.nodeAffinity', { problem: 'gpu-nodes' }),
    // Policy reports Deployments.
    ...breach(several && object.kind === 'StatefulSet' && !spread, 'topologySpreadConstraints', {
      problem: 'zones',
    }),
    ...(several && !hasBudget(template?.metadata?.labels ?? selector?.matchLabels ?? {}, all)
      ? [{ field: 'spec.replicas', facts: { problem: 'budget' } } as const]
      : []),
  ]
}

function hasBudget(labels: Readonly<Record<string, string>>, all: readonly KubeObject[]): boolean {
  return all.some(
    ({ kind, spec }) =>
      kind === 'PodDisruptionBudget' &&
      selects((spec as { selector?: LabelSelector }).selector ?? {}, labels),
  )
}
