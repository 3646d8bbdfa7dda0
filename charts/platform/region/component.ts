import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'

export const component = {
  name: 'region',
  summary: 'claims for one region that the hub makes',
  clusters: ['hub'],
  forEach: 'region',
  after: ['regions'],
  namespace: { in: platform.regions },
  images: [],
  pods: {},
} as const satisfies Component
