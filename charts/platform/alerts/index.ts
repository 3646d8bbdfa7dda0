import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { drawKind } from '../../../lib/kube/draw.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { alertGroups } from '../alert-groups.ts'
import { component } from './component.ts'
import { componentsDown } from './components-down.ts'
import type { PrometheusRule } from './kinds/monitoring.coreos.com/PrometheusRule-v1.ts'
import { platformAlerts } from './platform.ts'
import { regionAlerts } from './regions.ts'
import { tenantAlerts } from './tenants.ts'

const namespace = component.namespace.in

/** A PrometheusRule for each group: those of this folder, and one for each component that has an `alerts.ts`. */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [tenantAlerts, regionAlerts, platformAlerts, componentsDown(cluster.kind), ...alertGroups].map(
    (group) => {
      const chart = new Chart(scope, group.name, { namespace, labels: cluster.labels })
      drawKind<PrometheusRule>(chart, {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: group.name, namespace },
        spec: { groups: [group] },
      })
      return chart
    },
  )
}
