import { App } from 'cdk8s'
import { charts as ingressCharts } from '../../../charts/platform/nginx-ingress/index.ts'
import { charts as servingCharts } from '../../../charts/platform/serving/index.ts'
import { chartObjects } from '../../../lib/kube/draw.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { tenantManifests } from '../../../lib/pipeline/units.ts'
import { resolveCluster } from '../../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../../lib/resolve/tenant.ts'
import { completeTenant } from '../../../lib/spec/complete.ts'
import type { TenantSpec } from '../../../lib/spec/index.ts'
import { clusters, plain } from '../../support/fleet.ts'

const spec = clusters.east
const cluster = resolveCluster(spec)

/** Domain of the region. */
export const domain = String(cluster.domain)
/** An address of a load balancer: NGINX believes the client's address that it reports. */
export const balancer = '10.16.192.7'

/** Tenants of the proof: two that are served, of which one has hosts of its own, and one that is suspended. */
export const tenants: readonly TenantSpec[] = [
  { ...plain, id: 'alpha', limits: { uploadMiB: 2 } },
  {
    ...plain,
    id: 'beta',
    hosts: ['chat.beta.example', 'second.beta.example', '*.beta.example'],
    limits: { requestsPerMinute: 60 },
  },
  { ...plain, id: 'paused', state: 'suspended', displayName: 'Paused "Ltd" $host' },
]

/** Hosts of the tenants of the proof. */
export const hosts = {
  alpha: `alpha.${domain}`,
  beta: 'chat.beta.example',
  betaSecond: 'second.beta.example',
  betaOther: 'old.beta.example',
  paused: `paused.${domain}`,
  region: `region.${domain}`,
} as const

/** Objects of the edge as synthesis writes them: of the platform, and of each tenant. */
export function edgeObjects(): {
  readonly platform: readonly KubeObject[]
  readonly tenants: readonly KubeObject[]
} {
  const app = new App()
  return {
    platform: [...ingressCharts(app, cluster), ...servingCharts(new App(), cluster)].flatMap(chartObjects),
    tenants: tenants.flatMap((tenant) =>
      tenantManifests(resolveTenant(completeTenant(tenant), spec), cluster).flatMap(({ objects }) => objects),
    ),
  }
}
