import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { MiB } from '../../../lib/catalog/units.ts'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { named, names, namespace, ports } from './names.ts'
import { parametersOf } from './parameters.ts'
import { type Program, podTemplate } from './pods.ts'
import { drawAccount, drawBudget, drawMetrics } from './service-parts.ts'

const name = names.notifications

/** Sends e-mails. One replica: it has no leader election, and two replicas would send each e-mail twice. */
export function notificationsChart(scope: Construct, labels: Labels, argocd: ResolvedArgocd): Chart {
  const chart = new Chart(scope, 'notifications', { namespace, labels })
  drawAccount(chart, name)
  drawRole(chart)
  drawMetrics(chart, name, ports.notificationsMetrics)
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: named(name) },
    spec: {
      replicas: 1,
      selector: { matchLabels: named(name) },
      strategy: { type: 'Recreate' },
      template: podTemplate(programOf(argocd), labels, parametersOf(argocd)),
    },
  })
  drawBudget(chart, name)
  return chart
}

function programOf({ notifications }: ResolvedArgocd): Program {
  const connects = { tcpSocket: { port: ports.notificationsMetrics } }
  return {
    name,
    command: 'argocd-notifications',
    pod: notifications,
    ports: [{ name: 'metrics', containerPort: ports.notificationsMetrics }],
    probes: {
      startupProbe: { ...connects, failureThreshold: 30, periodSeconds: 2 },
      livenessProbe: { ...connects, failureThreshold: 3, periodSeconds: 20 },
      readinessProbe: { ...connects, periodSeconds: 10 },
    },
    parameters: {},
    writable: { '/tmp': { name: 'tmp', bytes: 64 * MiB } },
    uses: ['api-server'],
    workingDir: '/app',
    graceSeconds: 30,
  }
}

function drawRole(chart: Chart): void {
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: {
      name,
      namespace,
      annotations: { 'paddock.dev/reason': 'The mail server’s password is a Secret of this namespace' },
    },
    rules: [
      // The controller records sent e-mails on the Application.
      {
        apiGroups: ['argoproj.io'],
        resources: ['applications', 'appprojects'],
        verbs: ['get', 'list', 'watch', 'update', 'patch'],
      },
      { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get', 'list', 'watch'] },
    ],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  })
}
