import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { crds } from './crds.ts'

export const component = {
  name: 'alerts',
  summary: 'alert rules',
  clusters: ['regional'],
  after: ['data'],
  namespace: { in: platform.data },
  images: {},
  pods: {},
  crds,
  argocd: { groups: ['monitoring.coreos.com'] },
} as const satisfies Component
