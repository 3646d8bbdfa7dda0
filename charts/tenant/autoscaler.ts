import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { bytes } from '../../lib/kube/quantity.ts'
import type { ResolvedScale } from '../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'

/**
 * The replicas of a Deployment. With an autoscaler, the field is absent, because each sync would reset it. A tenant that
 * is not active gets zero replicas. An earlier autoscaler then does nothing until Argo CD prunes it.
 */
export function replicasOf(
  { state }: Pick<ResolvedTenant, 'state'>,
  { min, max }: ResolvedScale,
): { replicas?: number } {
  if (state !== 'active') return { replicas: 0 }
  return min === max ? { replicas: min } : {}
}

/**
 * Draws the autoscaler of a Deployment, if its tenant is active and has more than one scale.
 *
 * @param annotations the wave of the Deployment: without it an autoscaler is never well, and no later wave would come
 */
export function drawAutoscaler(
  chart: Chart,
  tenant: ResolvedTenant,
  deployment: string,
  scale: ResolvedScale,
  annotations?: Readonly<Record<string, string>>,
): void {
  if (tenant.state !== 'active' || scale.min === scale.max) return
  draw(chart, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: deployment,
      namespace: tenant.namespace,
      labels: { 'app.kubernetes.io/name': deployment },
      ...(annotations ? { annotations } : {}),
    },
    spec: {
      behavior: behavior(scale),
      maxReplicas: scale.max,
      metrics: [
        cpuMetric(scale),
        ...(scale.memoryBytes
          ? [
              {
                resource: {
                  name: 'memory',
                  target: { averageValue: bytes(scale.memoryBytes), type: 'AverageValue' },
                },
                type: 'Resource',
              } as const,
            ]
          : []),
      ],
      minReplicas: scale.min,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
    },
  })
}

/** How fast an autoscaler follows its metrics, so that replicas do not come and go. */
export function behavior({ upAfterSeconds }: ResolvedScale) {
  return {
    // One pod a minute on the way down: an answer in flight is drained, not hurried.
    scaleDown: { policies: [{ periodSeconds: 60, type: 'Pods', value: 1 }] },
    ...(upAfterSeconds ? { scaleUp: { stabilizationWindowSeconds: upAfterSeconds } } : {}),
  }
}

function cpuMetric({ cpuPercent, cpuOf }: ResolvedScale) {
  const target = { averageUtilization: cpuPercent, type: 'Utilization' }
  return cpuOf
    ? { containerResource: { container: cpuOf, name: 'cpu', target }, type: 'ContainerResource' }
    : { resource: { name: 'cpu', target }, type: 'Resource' }
}
