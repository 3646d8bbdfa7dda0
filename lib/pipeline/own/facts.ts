import type { KubeObject } from '../../kube/object.ts'
import type { DrawnOwnChart } from '../../kube/own-chart.ts'
import type { Container } from '../../kube/types/kubernetes.ts'
import { parseQuantity } from '../../plan/quantity.ts'
import type { PlatformPods } from '../../resolve/platform-room.ts'
import type { OwnHost } from '../../rules/fleet.ts'
import type { ClusterSpec } from '../../spec/index.ts'

/**
 * Pods of own charts while nothing happens, for capacity and cost. Like those of components, Jobs come and go and are not
 * counted.
 */
export function ownPods(
  drawn: readonly DrawnOwnChart[],
  clusters: readonly { readonly spec: ClusterSpec }[],
): PlatformPods[] {
  return drawn.flatMap((own) => {
    const cluster = clusters.find(({ spec }) => spec.name === own.cluster)
    if (!cluster) return []
    const objects = own.files.flatMap((file) => file.objects)
    return objects
      .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
      .map((object) => ({
        clusters: [cluster.spec.kind],
        in: own.cluster,
        count: replicasOf(object, objects),
        cpuMillis: 1000 * requested(object, 'cpu'),
        memoryBytes: requested(object, 'memory'),
      }))
  })
}

/** An autoscaler's fewest pods, where there is one. */
function replicasOf({ kind, metadata, spec }: KubeObject, all: readonly KubeObject[]): number {
  const scaler = all.find((one) => {
    const target = (one['spec'] as { scaleTargetRef?: { kind: string; name: string } } | undefined)
      ?.scaleTargetRef
    return one.kind === 'HorizontalPodAutoscaler' && target?.kind === kind && target.name === metadata.name
  })
  const { minReplicas } = (scaler?.['spec'] ?? {}) as { minReplicas?: number }
  return minReplicas ?? (spec as { replicas?: number }).replicas ?? 1
}

function requested({ spec }: KubeObject, resource: string): number {
  const { template } = spec as { template?: { spec?: { containers?: readonly Container[] } } }
  const containers = template?.spec?.containers ?? []
  return containers.reduce((sum, one) => sum + (parseQuantity(one.resources?.requests?.[resource]) ?? 0), 0)
}

/** Hosts at which own charts answer. */
export function ownHosts(drawn: readonly DrawnOwnChart[]): OwnHost[] {
  return drawn.flatMap(({ name, file, cluster, files }) =>
    files
      .flatMap(({ objects }) => objects)
      .filter(({ kind }) => kind === 'VirtualServer')
      .map(({ spec }) => ({ name, file, cluster, host: String((spec as { host?: unknown }).host) })),
  )
}
