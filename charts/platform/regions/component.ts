import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'

export const component = {
  name: 'regions',
  summary: 'namespace of the claims for regions',
  clusters: ['hub'],
  after: ['crossplane'],
  namespace: { name: platform.regions, podSecurity: 'restricted' },
  images: {},
  pods: {},
} as const satisfies Component
