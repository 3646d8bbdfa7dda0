import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'

export const component = {
  name: 'data',
  summary: 'prepares databases and caches; on a laptop also the servers ([data plane](data-plane.md))',
  clusters: ['regional', 'local'],
  // Its Jobs need nodes, which the autoscaler adds.
  after: ['cluster-autoscaler', 'crossplane', 'external-secrets', 'foundation'],
  namespace: { name: platform.data, podSecurity: 'restricted' },
  images: {},
  sharedImages: ['postgres', 'valkey', 'python', 'pgvector'],
  pods: {},
  reviewedBy: 'security',
} as const satisfies Component
