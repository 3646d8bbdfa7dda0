import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { GiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { named, names, namespace, ports } from './names.ts'
import { parametersOf } from './parameters.ts'
import { type Program, podTemplate } from './pods.ts'
import { drawAccount, drawBudget, drawMetrics } from './service-parts.ts'

const name = names.controller

/**
 * The controller, with one replica. Shards split clusters, not Applications. Argo CD manages this cluster only, so
 * another replica would have a shard without work. A StatefulSet never runs two pods with the same shard.
 */
export function controllerChart(scope: Construct, labels: Labels, argocd: ResolvedArgocd): Chart {
  const chart = new Chart(scope, 'controller', { labels })
  drawAccount(chart, name)
  drawRole(chart)
  drawMetrics(chart, name, ports.controllerMetrics)
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels: named(name) },
    spec: {
      replicas: 1,
      selector: { matchLabels: named(name) },
      serviceName: `${name}-metrics`,
      template: podTemplate(programOf(argocd), labels, parametersOf(argocd)),
    },
  })
  drawBudget(chart, name)
  return chart
}

function programOf({ controller }: ResolvedArgocd): Program {
  return {
    name,
    command: 'argocd-application-controller',
    pod: controller,
    ports: [{ name: 'metrics', containerPort: ports.controllerMetrics }],
    probes: {
      // The first comparison of a large cluster takes minutes. The port is open before it ends.
      startupProbe: { failureThreshold: 60, periodSeconds: 5, tcpSocket: { port: ports.controllerMetrics } },
      livenessProbe: { failureThreshold: 6, periodSeconds: 20, tcpSocket: { port: ports.controllerMetrics } },
      readinessProbe: { httpGet: { path: '/healthz', port: ports.controllerMetrics }, periodSeconds: 10 },
    },
    parameters: {
      ARGOCD_APPLICATION_CONTROLLER_KUBECTL_PARALLELISM_LIMIT: 'controller.kubectl.parallelism.limit',
      ARGOCD_APPLICATION_CONTROLLER_OPERATION_PROCESSORS: 'controller.operation.processors',
      ARGOCD_APPLICATION_CONTROLLER_SERVER_SIDE_DIFF: 'controller.diff.server.side',
      ARGOCD_APPLICATION_CONTROLLER_STATUS_PROCESSORS: 'controller.status.processors',
      ARGOCD_APPLICATION_CONTROLLER_SYNC_TIMEOUT: 'controller.sync.timeout.seconds',
      ARGOCD_K8S_CLIENT_BURST: 'controller.k8s.client.burst',
      ARGOCD_K8S_CLIENT_QPS: 'controller.k8s.client.qps',
    },
    settings: {
      ARGOCD_RECONCILIATION_JITTER: 'timeout.reconciliation.jitter',
      ARGOCD_RECONCILIATION_TIMEOUT: 'timeout.reconciliation',
    },
    env: {
      // Splits the resource tree of an Application in the cache, so that the change of one object does not send the
      // whole tree.
      ARGOCD_APPLICATION_TREE_SHARD_SIZE: '100',
      ARGOCD_CONTROLLER_REPLICAS: '1',
      KUBECACHEDIR: '/tmp/kubecache',
    },
    writable: {
      '/home/argocd': { name: 'home', bytes: GiB / 4 },
      '/tmp': { name: 'tmp', bytes: GiB / 2 },
    },
    uses: ['cache', 'api-server'],
    workingDir: '/home/argocd',
    graceSeconds: 30,
  }
}

/**
 * All permissions, because the controller creates objects of all kinds, and because it must have every permission that
 * it grants in a role.
 */
function drawRole(chart: Chart): void {
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name,
      annotations: {
        'paddock.dev/reason':
          'It makes and deletes every kind of dist, roles and CRDs of operators among them; projects say which Application may make what',
      },
    },
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  })
}
