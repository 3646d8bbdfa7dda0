import { assume } from '../../lib/cost/assumptions.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { simulationInputs } from '../../lib/pipeline/simulate.ts'
import { assumeForDay } from '../../lib/simulate/assumptions.ts'
import type { ClusterInput } from '../../lib/simulate/inputs.ts'
import { scalingOf } from '../../lib/simulate/scaling.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, type WrittenRegional } from '../support/fleet.ts'

/** Figures of the repository. */
export const figures = { cost: assume(), day: assumeForDay() }

/** A premium tenant whose model fits the smallest GPU node. */
export const premium: TenantSpec = {
  id: 'wonka',
  tier: 'premium',
  cell: 'us-east-1-a',
  contacts: { owner: 'it@wonka.example' },
  models: ['phi4:14b'],
  inference: { contextTokens: 4096, parallelRequests: 2 },
}

/** Seconds for which the fixtures' interceptor holds a request. */
export const holdSeconds = 1500

/** The premium tier as it is sold: 0 to 10 replicas, down after ten minutes without a request, held meanwhile. */
export const zeroToTen: readonly KubeObject[] = [
  {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'ollama-gpu', namespace: 'tenant-wonka' },
    spec: {
      scaleTargetRef: { name: 'ollama-gpu' },
      minReplicaCount: 0,
      maxReplicaCount: 10,
      cooldownPeriod: 600,
      pollingInterval: 30,
      triggers: [{ type: 'external-push', metadata: { interceptorRoute: 'ollama-gpu' } }],
    },
  },
  {
    apiVersion: 'http.keda.sh/v1beta1',
    kind: 'InterceptorRoute',
    metadata: { name: 'ollama-gpu', namespace: 'tenant-wonka' },
    spec: {
      target: { service: 'ollama-gpu', port: 11434 },
      scalingMetric: { concurrency: { targetValue: 4 } },
      timeouts: { readiness: `${holdSeconds}s` },
    },
  },
]

/** The east cluster with some tenants, whose GPU servers scale by the rules of the objects above. */
export function clusterOf(
  tenants: readonly TenantSpec[],
  nodeGroups: Partial<WrittenRegional['nodeGroups']> = {},
): ClusterInput {
  const found = clusterAsDrawn(tenants, nodeGroups)
  return {
    ...found,
    tenants: found.tenants.map((tenant) => ({
      ...tenant,
      workloads: tenant.workloads.map((one) =>
        one.name === 'ollama-gpu' ? { ...one, scaling: scalingOf(zeroToTen, one.name) } : one,
      ),
    })),
  }
}

/** The east cluster with some tenants, by the rules of their own objects. */
export function clusterAsDrawn(
  tenants: readonly TenantSpec[],
  nodeGroups: Partial<WrittenRegional['nodeGroups']> = {},
): ClusterInput {
  const east = { ...clusters.east, nodeGroups: { ...clusters.east.nodeGroups, ...nodeGroups } }
  const found = simulationInputs(fleetOf(tenants, [clusters.hub, east, clusters.west]), figures).find(
    ({ name }) => name === east.name,
  )
  if (!found) throw new Error('the east cluster has no simulation')
  return found
}
