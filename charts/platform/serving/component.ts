import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'

export const component = {
  name: 'serving',
  summary: 'the answer that reports which region serves, and the probe of the other region',
  clusters: ['regional'],
  after: ['data', 'nginx-ingress'],
  namespace: { in: platform.data },
  images: [],
  pods: {},
} as const satisfies Component
