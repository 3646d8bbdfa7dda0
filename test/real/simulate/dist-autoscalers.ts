import type { KubeObject } from '../../../lib/kube/object.ts'
import { tenantManifests } from '../../../lib/pipeline/units.ts'
import { resolveCluster } from '../../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../../lib/resolve/tenant.ts'
import { completeTenant } from '../../../lib/spec/complete.ts'
import { clusters, plain } from '../../support/fleet.ts'

/**
 * The autoscaler of a Deployment of a tenant with many users, as dist has it: a HorizontalPodAutoscaler, or the one that
 * KEDA makes of a ScaledObject.
 *
 * @param metric name of external metrics
 */
export function distAutoscaler(deployment: string, metric: string): KubeObject {
  const spec = completeTenant({ ...plain, expectedUsers: 400, scaling: { ollama: { min: 2, max: 8 } } })
  const tenant = resolveTenant(spec, clusters.east)
  const objects = tenantManifests(tenant, resolveCluster(clusters.east)).flatMap((one) => one.objects)
  const of = (kind: string) => objects.find((one) => one.kind === kind && one.metadata.name === deployment)
  const scaled = of('ScaledObject')
  const found = scaled ? madeByKeda(scaled, metric) : of('HorizontalPodAutoscaler')
  if (!found) throw new Error(`dist has no autoscaler of ${deployment}`)
  return found
}

interface ScaledObjectSpec {
  readonly minReplicaCount?: number
  readonly maxReplicaCount?: number
  readonly advanced?: { readonly horizontalPodAutoscalerConfig?: { readonly behavior?: object } }
  readonly triggers: readonly {
    readonly type: string
    readonly metadata: Readonly<Record<string, string>>
  }[]
}

/** @see https://github.com/kedacore/keda/blob/v2.20.2/controllers/keda/hpa.go */
function madeByKeda(scaled: KubeObject, metric: string): KubeObject {
  const {
    minReplicaCount = 0,
    maxReplicaCount = 100,
    advanced,
    triggers,
  } = scaled['spec'] as ScaledObjectSpec
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: `keda-hpa-${scaled.metadata.name}` },
    spec: {
      minReplicas: Math.max(1, minReplicaCount),
      maxReplicas: maxReplicaCount,
      ...advanced?.horizontalPodAutoscalerConfig,
      metrics: triggers.map(({ type, metadata }) =>
        type === 'cpu'
          ? {
              type: 'ContainerResource',
              containerResource: {
                name: 'cpu',
                container: metadata['containerName'],
                target: { type: 'Utilization', averageUtilization: Number(metadata['value']) },
              },
            }
          : {
              type: 'External',
              external: {
                metric: { name: metric },
                target: { type: 'AverageValue', averageValue: metadata['targetValue'] },
              },
            },
      ),
    },
  }
}
