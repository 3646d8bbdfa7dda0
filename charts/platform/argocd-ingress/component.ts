import type { Component } from '../../../lib/kube/component.ts'

export const component = {
  name: 'argocd-ingress',
  summary: 'entry point of Argo CD, after the ingress controller ([Argo CD](argocd.md))',
  clusters: ['regional'],
  where: ({ argocd }) => argocd?.host !== undefined,
  after: ['argocd', 'nginx-ingress'],
  namespace: { in: 'argocd' },
  images: {},
  pods: {},
  reviewedBy: 'security',
} as const satisfies Component
