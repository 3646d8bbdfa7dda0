import type { Component } from '../../../lib/kube/component.ts'

export const component = {
  name: 'priorities',
  summary: 'priority classes of pods; the API server rejects a pod that names a missing one',
  clusters: ['hub', 'regional'],
  after: [],
  images: [],
  pods: {},
} as const satisfies Component
