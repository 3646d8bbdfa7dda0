import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { operatorPods } from '../../kit/component.ts'
import { crds } from './crds.ts'
import images from './images.json' with { type: 'json' }

/** Name of the Deployment, of its Service and of its account. */
export const name = 'aws-load-balancer-controller'
export const ports = { webhook: 9443, metrics: 8080, health: 61779 } as const

export const component = {
  name: 'aws-load-balancer-controller',
  summary:
    'registers the ingress controller’s pods in target groups ([chart](../charts/platform/aws-load-balancer-controller))',
  clusters: ['regional'],
  after: ['cert-manager', 'foundation'],
  namespace: { name: platform.balancers, podSecurity: 'restricted' },
  images,
  pods: { [name]: operatorPods({ cpuMillis: 100, requestMiB: 128, limitMiB: 256, ports }) },
  opens: ({ network }) => [
    { direction: 'out', with: 'api-server', ports: [network.apiServerPort] },
    { direction: 'out', with: 'pod-identity', ports: [80] },
    { direction: 'out', with: 'aws-endpoints', ports: [443] },
    { direction: 'in', with: 'api-server', ports: [ports.webhook] },
    { direction: 'in', with: 'monitoring', ports: [ports.metrics] },
  ],
  crds,
  argocd: {
    groups: ['elbv2.k8s.aws'],
    health: { 'elbv2.k8s.aws_TargetGroupBinding': 'target-group-binding.lua' },
  },
} as const satisfies Component
