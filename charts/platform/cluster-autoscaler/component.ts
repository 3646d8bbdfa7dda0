import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { operatorPods } from '../../kit/component.ts'
import images from './images.json' with { type: 'json' }

/** Name of the Deployment and of its account. */
export const name = 'cluster-autoscaler'
export const ports = { metrics: 8085 } as const

export const component = {
  name: 'cluster-autoscaler',
  summary: 'adds and removes nodes of node groups ([chart](../charts/platform/cluster-autoscaler))',
  clusters: ['regional'],
  after: ['foundation'],
  namespace: { name: platform.autoscaler, podSecurity: 'restricted' },
  images,
  pods: { [name]: operatorPods({ cpuMillis: 100, requestMiB: 600, limitMiB: 1024, ports }) },
  opens: ({ network }) => [
    { direction: 'out', with: 'api-server', ports: [network.apiServerPort] },
    { direction: 'out', with: 'pod-identity', ports: [80] },
    { direction: 'out', with: 'aws-endpoints', ports: [443] },
    { direction: 'in', with: 'monitoring', ports: [ports.metrics] },
  ],
} as const satisfies Component
