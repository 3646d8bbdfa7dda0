import type { Component } from '../../../lib/kube/component.ts'

export const component = {
  name: 'foundation',
  summary:
    'storage class and certificate issuer; on a laptop the PriorityClasses and the namespace of Applications',
  clusters: ['regional', 'local'],
  after: ['cert-manager', 'crossplane'],
  images: {},
  pods: {},
} as const satisfies Component
