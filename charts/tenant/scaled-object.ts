import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import type { ResolvedRequests, ResolvedScale } from '../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { behavior } from './autoscaler.ts'

/**
 * Draws KEDA's autoscaler of a model server: it asks for the requests in flight, creates a HorizontalPodAutoscaler for
 * them and for CPU use, and scales to zero and back itself.
 *
 * KEDA's own `external-push` scaler of the HTTP add-on is not used; see docs/decisions/keda-counts-at-the-gateway.md.
 *
 * @param annotations the wave of the Deployment: without it an autoscaler is never well, and no later wave would come
 * @see https://keda.sh/docs/2.20/scalers/metrics-api
 */
export function drawScaledObject(
  chart: Chart,
  tenant: ResolvedTenant,
  deployment: string,
  { scale, requests }: { scale: ResolvedScale; requests: ResolvedRequests },
  annotations: Readonly<Record<string, string>>,
): void {
  if (tenant.state !== 'active' || scale.min === scale.max) return
  draw(chart, {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: {
      name: deployment,
      namespace: tenant.namespace,
      labels: { 'app.kubernetes.io/name': deployment },
      annotations,
    },
    spec: {
      advanced: { horizontalPodAutoscalerConfig: { behavior: behavior(scale) } },
      ...(requests.idleSeconds ? { cooldownPeriod: requests.idleSeconds } : {}),
      maxReplicaCount: scale.max,
      minReplicaCount: scale.min,
      pollingInterval: requests.pollSeconds,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
      triggers: [
        {
          type: 'metrics-api',
          metricType: 'AverageValue',
          metadata: {
            aggregateFromKubeServiceEndpoints: 'true',
            aggregationType: 'sum',
            targetValue: String(requests.perReplica),
            url: requests.url,
            valueLocation: requests.valueLocation,
          },
        },
        ...(scale.cpuOf
          ? [
              {
                type: 'cpu',
                metricType: 'Utilization',
                metadata: { containerName: scale.cpuOf, value: String(scale.cpuPercent) },
              } as const,
            ]
          : []),
      ],
    },
  })
}
