import type { Component } from '../../../lib/kube/component.ts'
import { crds } from './crds.ts'
import images from './images.json' with { type: 'json' }

export const component = {
  name: 'argocd',
  summary: 'syncs all components and tenants ([chart](../charts/platform/argocd))',
  clusters: ['hub', 'regional'],
  after: ['priorities'],
  namespace: { name: 'argocd', podSecurity: 'restricted' },
  images,
  sharedImages: ['valkey'],
  // Their size follows from the tenants that the clusters declare: lib/resolve/argocd.ts.
  pods: {},
  crds,
  argocd: {
    health: { 'argoproj.io_Application': 'application.lua' },
  },
  exceptions: [
    {
      object: 'Service/argocd-redis',
      field: 'spec.publishNotReadyAddresses',
      reason: 'the servers look each other up before they are ready',
    },
  ],
  reviewedBy: 'security',
} as const satisfies Component
