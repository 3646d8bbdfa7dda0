import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { bytes } from '../../lib/kube/quantity.ts'
import type { ResolvedScale, ResolvedTenant } from '../../lib/resolve/types.ts'

/**
 * Draws the autoscaler of a Deployment and returns the part of its spec that goes with it.
 *
 * Under an autoscaler `replicas` is left out, or each sync would set it back. A tenant that is not active gets
 * zero replicas, at which an autoscaler of before does nothing until it is pruned.
 */
export function drawAutoscaler(
  chart: Chart,
  tenant: ResolvedTenant,
  deployment: string,
  scale: ResolvedScale,
): { replicas?: number } {
  if (tenant.state !== 'active') return { replicas: 0 }
  if (scale.min === scale.max) return { replicas: scale.min }
  draw(chart, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: deployment,
      namespace: tenant.namespace,
      labels: { 'app.kubernetes.io/name': deployment },
    },
    spec: {
      // One pod a minute on the way down: an answer in flight is drained, not hurried.
      behavior: { scaleDown: { policies: [{ periodSeconds: 60, type: 'Pods', value: 1 }] } },
      maxReplicas: scale.max,
      metrics: [
        {
          resource: { name: 'cpu', target: { averageUtilization: scale.cpuPercent, type: 'Utilization' } },
          type: 'Resource',
        },
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
  return {}
}
