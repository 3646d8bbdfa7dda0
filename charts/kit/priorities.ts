import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'

interface Priority {
  readonly name: string
  readonly value: number
  readonly description: string
}

/** Premium pods may take the place of standard ones; the platform's own come before both. */
const priorities: readonly [Priority, ...Priority[]] = [
  {
    name: 'platform',
    value: 1_000_000,
    description: 'Servers and Jobs that every tenant of the cluster needs',
  },
  { name: 'tenant-premium', value: 100_000, description: 'Pods of premium tenants' },
  { name: 'tenant-standard', value: 10_000, description: 'Pods of standard tenants' },
]

/** Draws them; the hub, which has no tenants, has the platform’s alone. */
export function prioritiesChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'priorities', { labels: cluster.labels })
  const [ofPlatform, ...ofTenants] = priorities
  for (const { name, value, description } of cluster.kind === 'hub'
    ? [ofPlatform]
    : [ofPlatform, ...ofTenants]) {
    draw(chart, {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      description,
      globalDefault: false,
      preemptionPolicy: 'PreemptLowerPriority',
      value,
    })
  }
  return chart
}
