import type { Component } from '../../../lib/kube/component.ts'

export const component = {
  name: 'argocd-door',
  summary: 'the route from the ingress to Argo CD ([argocd.md](argocd.md#the-way-in))',
  clusters: ['regional'],
  where: ({ argocd }) => argocd?.host !== undefined,
  after: ['argocd', 'nginx-ingress'],
  namespace: { in: 'argocd' },
  images: [],
  pods: {},
  reviewedBy: 'security',
} as const satisfies Component
