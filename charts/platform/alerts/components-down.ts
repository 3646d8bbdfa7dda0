import type { AlertGroup, ClusterKind } from '../../../lib/kube/component.ts'
import { ownNamespace } from '../../../lib/kube/own-chart.ts'
import { registry } from '../registry.ts'

/**
 * One alert for every component that runs pods: none of a workload's pods is available, although some should run.
 * A component is covered because it creates a namespace and declares pods or images.
 *
 * @see https://github.com/kubernetes/kube-state-metrics docs/metrics/workload
 */
export function componentsDown(kind: ClusterKind): AlertGroup {
  const namespaces = registry
    .filter(
      ({ clusters, images, sharedImages = [] }) =>
        clusters.includes(kind) && Object.keys(images).length + sharedImages.length > 0,
    )
    .flatMap(({ namespace }) => (namespace ? ['in' in namespace ? namespace.in : namespace.name] : []))
  // Own charts have namespaces of one prefix, so no list names them.
  const all = [...[...new Set(namespaces)].sort(), ownNamespace('.+')]
  const matcher = `{namespace=~"${all.join('|')}"}`
  const none = (available: string, wanted: string) =>
    `(${available}${matcher} == 0 and on (namespace, deployment, statefulset, daemonset) ${wanted}${matcher} > 0)`
  return {
    name: 'components',
    rules: [
      {
        alert: 'PlatformComponentDown',
        expr: [
          none('kube_deployment_status_replicas_available', 'kube_deployment_spec_replicas'),
          none('kube_statefulset_status_replicas_ready', 'kube_statefulset_replicas'),
          none('kube_daemonset_status_number_ready', 'kube_daemonset_status_desired_number_scheduled'),
        ].join(' or '),
        for: '5m',
        labels: { severity: 'critical' },
        annotations: {
          summary:
            'No pod of {{ $labels.deployment }}{{ $labels.statefulset }}{{ $labels.daemonset }} in {{ $labels.namespace }} is available',
          description:
            'A component of the platform, or an own chart, is down. docs/components.md states its purpose.',
          runbook: 'docs/runbooks/platform-component-down.md',
        },
      },
    ],
  }
}
