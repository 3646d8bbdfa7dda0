import type { Component } from '../../../lib/kube/component.ts'
import { operatorPods } from '../../kit/component.ts'
import { crds } from './crds.ts'
import images from './images.json' with { type: 'json' }
import { names, ports } from './names.ts'

export const component = {
  name: 'keda',
  summary:
    'scales by ScaledObjects, also to zero; no ScaledObject exists yet ([chart](../charts/platform/keda))',
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
  ],
  crds,
  argocd: {
    groups: ['http.keda.sh', 'keda.sh'],
    health: { 'http.keda.sh_InterceptorRoute': 'interceptor-route.lua' },
  },
} as const satisfies Component
