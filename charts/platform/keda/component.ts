import type { Component, NamedPeers } from '../../../lib/kube/component.ts'
import { gatewayCountsPort, gatewayName } from '../../../lib/resolve/gpu-scale.ts'
import { tenantLabel } from '../../../lib/resolve/labels.ts'
import { countsPort } from '../../../lib/resolve/ollama.ts'
import { operatorPods } from '../../kit/component.ts'
import { crds } from './crds.ts'
import images from './images.json' with { type: 'json' }
import { names, ports } from './names.ts'

/** Pods of tenants that know the requests in flight, by their name label. */
function counted(label: string, name: string): NamedPeers {
  const namespaceSelector = { matchExpressions: [{ key: tenantLabel, operator: 'Exists' }] }
  return {
    name,
    peers: [{ namespaceSelector, podSelector: { matchLabels: { 'app.kubernetes.io/name': label } } }],
  }
}

export const component = {
  name: 'keda',
  summary:
    'scales model servers on requests in flight, also to zero ([serving](serving.md), [chart](../charts/platform/keda))',
  clusters: ['regional'],
  after: ['cert-manager', 'foundation'],
  namespace: { name: 'keda', podSecurity: 'restricted' },
  images,
  pods: {
    // It keeps every Deployment of the cluster in memory as soon as a ScaledObject names one.
    [names.operator]: operatorPods({
      cpuMillis: 100,
      requestMiB: 256,
      limitMiB: 1024,
      ports: { grpc: ports.grpc, metrics: ports.metrics, health: ports.health },
    }),
    [names.metricsApi]: operatorPods({ cpuMillis: 50, requestMiB: 128, limitMiB: 512 }),
    [names.webhooks]: operatorPods({
      cpuMillis: 20,
      requestMiB: 128,
      limitMiB: 512,
      ports: { https: ports.webhooks, metrics: ports.metrics, health: ports.health },
    }),
  },
  opens: ({ network }) => [
    { direction: 'out', with: 'api-server', ports: [network.apiServerPort] },
    { pods: names.metricsApi, direction: 'in', with: 'api-server', ports: [ports.metricsApi] },
    { pods: names.webhooks, direction: 'in', with: 'api-server', ports: [ports.webhooks] },
    // The metrics API has nothing of its own: it asks the operator.
    { pods: names.metricsApi, direction: 'out', with: 'own-namespace', ports: [ports.grpc] },
    { pods: names.operator, direction: 'in', with: 'own-namespace', ports: [ports.grpc] },
    { direction: 'in', with: 'monitoring', ports: [ports.metrics] },
    {
      pods: names.operator,
      direction: 'out',
      with: counted(gatewayName, 'gateways'),
      ports: [gatewayCountsPort],
    },
    {
      pods: names.operator,
      direction: 'out',
      with: counted('ollama-cpu', 'cpu-servers'),
      ports: [countsPort],
    },
    {
      pods: names.operator,
      direction: 'out',
      with: counted('ollama-gpu', 'gpu-servers'),
      ports: [countsPort],
    },
  ],
  crds,
  argocd: {
    groups: ['http.keda.sh', 'keda.sh'],
    health: { 'keda.sh_ScaledObject': 'scaled-object.lua' },
  },
  exceptions: [
    {
      object: 'ValidatingWebhookConfiguration/keda-admission',
      field: 'webhooks[0].failurePolicy',
      reason:
        'the operator itself writes ScaledObjects when their namespace is deleted, and must not wait for the webhook',
    },
  ],
  reviewedBy: 'security',
} as const satisfies Component
