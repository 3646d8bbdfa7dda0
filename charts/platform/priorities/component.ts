import type { Component } from '../../../lib/kube/component.ts'

export const component = {
  name: 'priorities',
  summary: 'PriorityClasses. The API server rejects pods that name a missing PriorityClass',
  clusters: ['hub', 'regional'],
  after: [],
  images: {},
  pods: {},
} as const satisfies Component
