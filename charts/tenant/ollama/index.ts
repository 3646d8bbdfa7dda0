import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { serving } from '../../../lib/kube/guard.ts'
import { digest, script, scriptData } from '../../../lib/kube/script.ts'
import { countsPort, ollamaPort } from '../../../lib/resolve/ollama.ts'
import type { ResolvedOllama } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { drawAutoscaler, replicasOf } from '../autoscaler.ts'
import { drawScaledObject } from '../scaled-object.ts'
import { podSpec } from './pod.ts'
import { config } from './proxy.ts'

const scripts = ['drain.sh', 'prepare-models.py', 'serve.sh'].map((name) => script(import.meta.url, name))
const nameLabel = 'app.kubernetes.io/name'

/** The tenant's model servers: one Deployment for each class of hardware. */
export function ollamaChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace } = tenant
  const chart = new Chart(scope, 'ollama', { namespace, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'ollama', namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'ollama-scripts', namespace },
    data: scriptData(scripts),
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'ollama-proxy', namespace },
    data: { 'nginx.conf': config },
  })
  for (const server of tenant.ollama) drawServer(chart, tenant, server)
  return chart
}

function drawServer(chart: Chart, tenant: ResolvedTenant, server: ResolvedOllama): void {
  const { namespace } = tenant
  const labels = { [nameLabel]: server.name }
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: server.name, namespace, labels },
    spec: {
      selector: labels,
      ports: [
        { name: 'http', port: ollamaPort, protocol: 'TCP', targetPort: 'http' },
        { name: 'counts', port: countsPort, protocol: 'TCP', targetPort: 'counts' },
      ],
    },
  })
  draw(chart, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: server.name, namespace, labels },
    // The budget counts whole pods, so that even a single pod may be evicted.
    spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  })
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: server.name, namespace, labels, annotations: serving },
    spec: {
      ...replicasOf(tenant, server.scale),
      progressDeadlineSeconds: server.rolloutSeconds,
      selector: { matchLabels: labels },
      strategy: {
        rollingUpdate: { maxSurge: server.scale.surge, maxUnavailable: server.scale.surge > 0 ? 0 : 1 },
      },
      template: {
        metadata: {
          labels: { ...tenant.labels, ...labels },
          annotations: { 'paddock.dev/scripts': digest([...scripts, config]) },
        },
        spec: podSpec(tenant, server, labels),
      },
    },
  })
  const { scale, requests } = server
  if (requests) drawScaledObject(chart, tenant, server.name, { scale, requests }, serving)
  else drawAutoscaler(chart, tenant, server.name, scale, serving)
}
