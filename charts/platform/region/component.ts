import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'

export const component = {
  name: 'region',
  summary: 'claims of one region',
  clusters: ['hub'],
  forEach: 'region',
  after: ['regions'],
  namespace: { in: platform.regions },
  images: {},
  pods: {},
} as const satisfies Component
