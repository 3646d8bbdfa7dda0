import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { ingressName } from '../../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawClusterRole, drawRole, eventRule, leaseRules } from '../../kit/rbac.ts'

const look = ['get', 'list', 'watch']
const account = { name: ingressName, namespace: platform.ingress }

/**
 * The ingress controller reads these kinds to know its routes, and reports their state. It changes only their status
 * and creates nothing but events and its lease. It runs without the permission to label its own pods with its version.
 *
 * @see https://github.com/nginx/kubernetes-ingress deployments/rbac/rbac.yaml
 */
export function ingressRbacChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'rights', { labels: cluster.labels })
  drawClusterRole(chart, {
    name: ingressName,
    account,
    reason:
      'Certificates are in tenants’ namespaces, and the controller reads Secrets of all namespaces or lists each namespace by itself, five requests a second: with a thousand tenants its start would last a quarter of an hour. Its network reaches no database and no cache, by NetworkPolicy and by security group',
    rules: [
      { apiGroups: [''], resources: ['namespaces', 'pods', 'secrets', 'services'], verbs: look },
      eventRule,
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: look },
      { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses', 'ingresses'], verbs: look },
      {
        apiGroups: ['k8s.nginx.org'],
        resources: ['policies', 'transportservers', 'virtualserverroutes', 'virtualservers'],
        verbs: look,
      },
      {
        apiGroups: ['k8s.nginx.org'],
        resources: ['policies/status', 'virtualserverroutes/status', 'virtualservers/status'],
        verbs: ['update'],
      },
    ],
  })
  drawRole(chart, {
    name: ingressName,
    account,
    rules: [
      ...leaseRules('nginx-ingress-leader-election'),
      { apiGroups: [''], resources: ['configmaps'], verbs: look },
    ],
  })
  draw(chart, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'nginx' },
    spec: { controller: 'nginx.org/ingress-controller' },
  })
  return chart
}
