import type { KubeObject } from '../kube/object.ts'
import type { HpaRules } from './hpa.ts'
import type { TargetMetric } from './hpa-metrics.ts'
import { behaviorRules, hpaRules, podMetric } from './hpa-object.ts'
import { field, list, number, ofKind, parseDuration, text } from './objects.ts'

/** Signals from outside of a pod by which autoscalers scale. */
export const signals = {
  /** Requests that the interceptor holds or has passed on. */
  inFlight: 'in flight',
  /** Requests in the proxies of ready pods; each proxy counts KEDA’s own question, too. */
  inProxies: 'in flight, counted by proxies',
  /** Requests of the last minute, a second. */
  perSecond: 'requests a second',
  /** Requests of the last minute. */
  perMinute: 'requests a minute',
} as const

/** KEDA's part: between no replica and the first. */
export interface ActivationRules {
  readonly min: number
  readonly cooldownSeconds: number
  readonly pollSeconds: number
  /** The scaler reports by itself that a request is there, and KEDA does not wait for its poll. */
  readonly pushed: boolean
}

/** Everything that changes the replicas of a Deployment. */
export interface Scaling {
  /** Without an autoscaler: the replicas for ever. */
  readonly fixed?: number
  readonly hpa?: HpaRules
  readonly activation?: ActivationRules
  /** The longest that the interceptor holds a request while no pod is ready; absent: nothing holds requests. */
  readonly holdSeconds?: number
}

/**
 * Reads the scaling of a Deployment from the objects of its namespace, as dist has them. This is the only place that knows
 * how dist says it: a HorizontalPodAutoscaler, or a ScaledObject of KEDA with an InterceptorRoute.
 *
 * @throws if an autoscaler uses a metric that the simulation does not know
 */
export function scalingOf(objects: readonly KubeObject[], deployment: string): Scaling {
  const targets = (one: KubeObject) => text(one, 'spec', 'scaleTargetRef', 'name') === deployment
  const scaled = ofKind(objects, 'ScaledObject').find(targets)
  if (scaled) return scaledObject(scaled, objects)
  const hpa = ofKind(objects, 'HorizontalPodAutoscaler').find(targets)
  if (hpa) return { hpa: known(hpaRules(hpa)) }
  const own = ofKind(objects, 'Deployment').find(({ metadata }) => metadata.name === deployment)
  return { fixed: number(own, 1, 'spec', 'replicas') }
}

function scaledObject(scaled: KubeObject, objects: readonly KubeObject[]): Scaling {
  const min = number(scaled, 0, 'spec', 'minReplicaCount')
  const triggers = list(scaled, 'spec', 'triggers')
  const behavior = field(scaled, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior')
  const routes = routesTo(text(scaled, 'spec', 'scaleTargetRef', 'name'), objects)
  const waits = routes.map((route) => parseDuration(field(route, 'spec', 'timeouts', 'readiness')) ?? 0)
  return {
    hpa: {
      min: Math.max(1, min),
      max: number(scaled, 100, 'spec', 'maxReplicaCount'),
      metrics: triggers.flatMap((trigger) => triggerMetrics(trigger, routes)),
      ...(behavior === undefined ? {} : { behavior: behaviorRules(behavior) }),
    },
    activation: {
      min,
      cooldownSeconds: number(scaled, 300, 'spec', 'cooldownPeriod'),
      pollSeconds: number(scaled, 30, 'spec', 'pollingInterval'),
      pushed: triggers.some((trigger) => text(trigger, 'type') === 'external-push'),
    },
    // A time-out of 0 is none: the request is held for ever.
    ...(waits.length === 0 ? {} : { holdSeconds: Math.min(...waits.map((one) => one || Infinity)) }),
  }
}

/** Routes of the interceptor to the Service of a Deployment, which has its name. */
function routesTo(service: string, objects: readonly KubeObject[]): readonly KubeObject[] {
  return ofKind(objects, 'InterceptorRoute').filter(
    (route) => text(route, 'spec', 'target', 'service') === service,
  )
}

/** @see https://keda.sh/docs/latest/scalers/ and facts of the HTTP add-on's scaler (scaler/handlers.go of v0.15.0) */
function triggerMetrics(trigger: unknown, routes: readonly KubeObject[]): readonly TargetMetric[] {
  const type = text(trigger, 'type')
  const value = text(trigger, 'metadata', 'value')
  const container = text(trigger, 'metadata', 'containerName')
  switch (type) {
    case 'cpu':
    case 'memory':
      return [
        podMetric(type, container, text(trigger, 'metricType') || 'Utilization', value === '' ? '0' : value),
      ]
    case 'external':
    case 'external-push':
      return routes.flatMap(routeMetrics)
    case 'metrics-api': {
      const target = Number(text(trigger, 'metadata', 'targetValue'))
      return [{ kind: 'external', name: countedBy(trigger), milliPerPod: 1000 * target }]
    }
    case 'prometheus': {
      const target = Number(text(trigger, 'metadata', 'threshold'))
      return [{ kind: 'external', name: signals.perMinute, milliPerPod: 1000 * target }]
    }
    default:
      throw new Error(`the simulation knows no trigger of type ${type}`)
  }
}

/** The interceptor's counts have a name for each route; a proxy has the one number. */
function countedBy(trigger: unknown): string {
  const location = text(trigger, 'metadata', 'valueLocation')
  if (location.endsWith('.Concurrency')) return signals.inFlight
  if (location === 'requests') return signals.inProxies
  throw new Error(`the simulation has no values of ${location}`)
}

function routeMetrics(route: KubeObject): readonly TargetMetric[] {
  const concurrency = field(route, 'spec', 'scalingMetric', 'concurrency', 'targetValue')
  const rate = field(route, 'spec', 'scalingMetric', 'requestRate', 'targetValue')
  const metric = (name: string, target: unknown): TargetMetric[] =>
    typeof target === 'number' ? [{ kind: 'external', name, milliPerPod: 1000 * target }] : []
  return [...metric(signals.inFlight, concurrency), ...metric(signals.perSecond, rate)]
}

/** @throws as {@link scalingOf} */
function known(rules: HpaRules): HpaRules {
  const names: readonly string[] = Object.values(signals)
  for (const metric of rules.metrics) {
    if (metric.kind === 'external' && !names.includes(metric.name)) {
      throw new Error(`the simulation has no values of the metric ${metric.name}`)
    }
  }
  return rules
}
