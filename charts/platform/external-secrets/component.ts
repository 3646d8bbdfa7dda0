import type { Component } from '../../../lib/kube/component.ts'
import { operatorPods } from '../../kit/component.ts'
import { crds } from './crds.ts'
import images from './images.json' with { type: 'json' }

/** Name of the Deployment and of its account. */
export const name = 'external-secrets'
export const ports = { metrics: 8080, health: 8082 } as const

export const component = {
  name: 'external-secrets',
  summary: 'reads Secrets from Secrets Manager and from the cell; generates them and pushes them once',
  clusters: ['regional'],
  after: ['argocd'],
  namespace: { name: 'external-secrets', podSecurity: 'restricted' },
  images,
  pods: { [name]: operatorPods({ cpuMillis: 100, requestMiB: 256, limitMiB: 512, ports }) },
  opens: ({ network }) => [
    { direction: 'out', with: 'api-server', ports: [network.apiServerPort] },
    // Secrets Manager, and STS for the token.
    { direction: 'out', with: 'aws-endpoints', ports: [443] },
    { direction: 'in', with: 'monitoring', ports: [ports.metrics] },
  ],
  crds,
  argocd: {
    groups: ['external-secrets.io', 'generators.external-secrets.io'],
    health: {
      'external-secrets.io_ExternalSecret': 'secret.lua',
      'external-secrets.io_PushSecret': 'secret.lua',
      'external-secrets.io_SecretStore': 'store.lua',
    },
  },
  reviewedBy: 'security',
} as const satisfies Component
