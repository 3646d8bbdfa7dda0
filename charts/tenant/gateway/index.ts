import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { tenantRoles } from '../../../lib/kube/allow/roles.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { serving } from '../../../lib/kube/guard.ts'
import { digest, scriptData } from '../../../lib/kube/script.ts'
import { gatewayCountsPort, gatewayName as name } from '../../../lib/resolve/gpu-scale.ts'
import { gatewayScale } from '../../../lib/resolve/model-gateway.ts'
import { ollamaPort } from '../../../lib/resolve/ollama.ts'
import type { ResolvedGateway } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { configOf, leave, podSpec, routeHost } from './pod.ts'
import { modelList } from './tags.ts'

const labels = { 'app.kubernetes.io/name': name }

/**
 * The gateway of a tenant whose GPU server scales to zero: nginx, and KEDA's interceptor, which holds requests until the
 * server has a ready pod. It is the tenant's own and knows the routes of this namespace only, so no tenant can reach the
 * route of another.
 */
export function gatewayChart(scope: Construct, tenant: ResolvedTenant, gateway: ResolvedGateway): Chart {
  const { namespace } = tenant
  const chart = new Chart(scope, name, { namespace, labels: tenant.labels })
  drawRbac(chart, namespace)
  drawRoute(chart, namespace, gateway)
  const data = {
    'nginx.conf': configOf(gateway),
    'tags.json': modelList(gateway.models),
    ...scriptData([leave]),
  }
  draw(chart, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: {
      selector: labels,
      ports: [
        { name: 'http', port: ollamaPort, protocol: 'TCP', targetPort: 'http' },
        { name: 'counts', port: gatewayCountsPort, protocol: 'TCP', targetPort: 'counts' },
      ],
    },
  })
  draw(chart, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  })
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels, annotations: serving },
    spec: {
      replicas: tenant.state === 'active' ? gatewayScale.min : 0,
      selector: { matchLabels: labels },
      strategy: { rollingUpdate: { maxSurge: gatewayScale.surge, maxUnavailable: 0 } },
      template: {
        metadata: {
          labels: { ...tenant.labels, ...labels },
          annotations: { 'paddock.dev/config': digest(data) },
        },
        spec: podSpec(tenant, gateway, labels),
      },
    },
  })
  return chart
}

/** The interceptor reads its routes in this namespace, and no other. */
function drawRbac(chart: Chart, namespace: string): void {
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace },
    rules: [...tenantRoles['model-gateway']],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  })
}

/**
 * The only route. It has no sync wave of its own, so it is there before the ScaledObject, which comes with the model
 * server. A request has no time-out as a whole: that would cut a running stream.
 */
function drawRoute(chart: Chart, namespace: string, gateway: ResolvedGateway): void {
  draw(chart, {
    apiVersion: 'http.keda.sh/v1beta1',
    kind: 'InterceptorRoute',
    metadata: { name: gateway.server, namespace },
    spec: {
      rules: [{ hosts: [routeHost] }],
      scalingMetric: { concurrency: { targetValue: gateway.requestsPerReplica } },
      target: { service: gateway.server, port: ollamaPort },
      timeouts: {
        readiness: `${gateway.wakeSeconds}s`,
        request: '0s',
        responseHeader: `${gateway.responseHeaderSeconds}s`,
      },
    },
  })
}
