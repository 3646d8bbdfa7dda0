import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'

export const component = {
  name: 'ingress-namespace',
  summary: 'namespace of the ingress controller, before the hub adds the security group policy',
  clusters: ['regional'],
  // Nothing: a pod that is older than the policy has the security group of its node.
  after: [],
  namespace: {
    name: platform.ingress,
    podSecurity: 'restricted',
    // A pod counts as ready when the load balancers have found it healthy, so a rollout cannot outrun them.
    labels: { 'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled' },
  },
  images: {},
  pods: {},
} as const satisfies Component
