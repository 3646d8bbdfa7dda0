import type { Component } from '../../../lib/kube/component.ts'

export const component = {
  name: 'tenant-admission',
  summary:
    'admission policies: the API server accepts in a tenant’s namespace only objects that the table lists',
  clusters: ['regional', 'local'],
  after: [],
  images: {},
  pods: {},
  reviewedBy: 'security',
} as const satisfies Component
