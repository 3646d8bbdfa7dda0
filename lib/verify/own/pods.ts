import type { KubeObject } from '../../kube/object.ts'
import type { LabelSelector } from '../../kube/types/kubernetes.ts'
import type { Breach } from '../policy/containers.ts'
import { podTemplate, selects } from '../reachability/model.ts'

/** Remedy for a setting that the kit's `harden` sets. */
export const hardenRemedy = 'call harden(chart, { user }), which sets it'

/** Settings of pods that cdk8s-plus-28 leaves out and components get from the kit. */
export function ownPodBreaches(object: KubeObject, all: readonly KubeObject[]): Breach[] {
  const template = podTemplate(object)
  const pod = template?.spec
  if (!pod) return []
  const base = `${object.kind === 'CronJob' ? 'spec.jobTemplate.' : ''}spec.template.spec`
  const breach = (when: boolean, field: string, why: string): Breach[] =>
    when ? [{ field: `${base}.${field}`, why, remedy: hardenRemedy }] : []
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
    ...breach(
      pod.enableServiceLinks !== false,
      'enableServiceLinks',
      'its variables list every Service of the namespace',
    ),
    ...breach(!pod.priorityClassName, 'priorityClassName', 'pods of tenants displace it'),
    ...breach(!offGpu, 'affinity.nodeAffinity', 'it may run on GPU nodes'),
    // Policy reports Deployments.
    ...breach(
      several && object.kind === 'StatefulSet' && !spread,
      'topologySpreadConstraints',
      'its pods may all be in one zone',
    ),
    ...(several && !hasBudget(template?.metadata?.labels ?? selector?.matchLabels ?? {}, all)
      ? [
          {
            field: 'spec.replicas',
            why: 'no PodDisruptionBudget selects its pods',
            remedy: 'call harden(chart, { user }), which adds one',
          },
        ]
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
