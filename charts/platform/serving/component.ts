import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'

export const component = {
  name: 'serving',
  summary: 'an HTTP answer that shows whether the region serves',
  clusters: ['regional'],
  after: ['data', 'nginx-ingress'],
  namespace: { in: platform.data },
  images: {},
  pods: {},
} as const satisfies Component
