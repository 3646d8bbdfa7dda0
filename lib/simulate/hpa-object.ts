import type { KubeObject } from '../kube/object.ts'
import { parseQuantity } from '../plan/quantity.ts'
import { defaultDownWindow, defaultTolerance, type HpaRules, type ScalingRules } from './hpa.ts'
import type { TargetMetric } from './hpa-metrics.ts'
import { field, list, number, text } from './objects.ts'

/**
 * Rules of a HorizontalPodAutoscaler, with the defaults of the API server.
 *
 * @throws if it uses a metric of another type than Resource, ContainerResource and External
 */
export function hpaRules(hpa: KubeObject): HpaRules {
  const behavior = field(hpa, 'spec', 'behavior')
  return {
    min: number(hpa, 1, 'spec', 'minReplicas'),
    max: number(hpa, 1, 'spec', 'maxReplicas'),
    metrics: list(hpa, 'spec', 'metrics').map(metricOf),
    ...(behavior === undefined ? {} : { behavior: behaviorRules(behavior) }),
  }
}

function metricOf(metric: unknown): TargetMetric {
  const external = field(metric, 'external')
  if (external !== undefined) {
    const value = parseQuantity(field(external, 'target', 'averageValue')) ?? 0
    return { kind: 'external', name: text(external, 'metric', 'name'), milliPerPod: 1000 * value }
  }
  const source = field(metric, 'containerResource') ?? field(metric, 'resource')
  const name = text(source, 'name')
  if (name !== 'cpu' && name !== 'memory') {
    throw new Error(`the simulation knows no metric of type ${text(metric, 'type')}`)
  }
  const target = field(source, 'target')
  const type = text(target, 'type')
  const value = type === 'Utilization' ? field(target, 'averageUtilization') : field(target, 'averageValue')
  return podMetric(name, text(source, 'container'), type, value)
}

/** A metric of a pod’s or a container’s use, by the type of its target. */
export function podMetric(
  resource: 'cpu' | 'memory',
  container: string,
  type: string,
  value: unknown,
): TargetMetric {
  const of = { resource, ...(container === '' ? {} : { container }) }
  return type === 'Utilization'
    ? { kind: 'utilisation', ...of, percent: Number(value) }
    : { kind: 'average-use', ...of, milli: 1000 * (parseQuantity(value) ?? 0) }
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/autoscaling/v2/defaults.go */
export function behaviorRules(behavior: unknown): NonNullable<HpaRules['behavior']> {
  const percent = { type: 'Percent', value: 100, periodSeconds: 15 } as const
  const pods = { type: 'Pods', value: 4, periodSeconds: 15 } as const
  return {
    up: scalingRules(field(behavior, 'scaleUp'), { windowSeconds: 0, policies: [pods, percent] }),
    down: scalingRules(field(behavior, 'scaleDown'), {
      windowSeconds: defaultDownWindow,
      policies: [percent],
    }),
  }
}

function scalingRules(
  given: unknown,
  defaults: Pick<ScalingRules, 'windowSeconds' | 'policies'>,
): ScalingRules {
  const policies = list(given, 'policies').map((policy) => ({
    type: text(policy, 'type') === 'Pods' ? ('Pods' as const) : ('Percent' as const),
    value: number(policy, 0, 'value'),
    periodSeconds: number(policy, 0, 'periodSeconds'),
  }))
  const select = text(given, 'selectPolicy')
  return {
    windowSeconds: number(given, defaults.windowSeconds, 'stabilizationWindowSeconds'),
    select: select === 'Min' || select === 'Disabled' ? select : 'Max',
    policies: policies.length > 0 ? policies : defaults.policies,
    tolerance: parseQuantity(field(given, 'tolerance')) ?? defaultTolerance,
  }
}
