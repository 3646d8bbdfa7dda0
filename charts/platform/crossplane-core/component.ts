import { crossplaneNamespace } from '../../../crossplane/compose/providers.ts'
import type { Component } from '../../../lib/kube/component.ts'
import { operatorPods } from '../../kit/component.ts'
import { crds } from './crds.ts'
import images from './images.json' with { type: 'json' }
import { coreName, ports, rbacManagerName } from './names.ts'

export const component = {
  name: 'crossplane-core',
  summary: 'Crossplane’s core and its RBAC manager',
  clusters: ['hub', 'regional'],
  after: ['argocd', 'cert-manager', 'external-secrets'],
  namespace: { name: crossplaneNamespace, podSecurity: 'restricted' },
  images,
  pods: {
    // The core keeps every composite resource and the schemas of all kinds in memory.
    [coreName]: operatorPods({
      cpuMillis: 200,
      requestMiB: 512,
      limitMiB: 2048,
      ephemeralMiB: 640,
      ports: { webhooks: ports.webhooks, health: ports.health, metrics: ports.metrics },
    }),
    [rbacManagerName]: operatorPods({
      cpuMillis: 50,
      requestMiB: 128,
      limitMiB: 512,
      ports: { metrics: ports.metrics },
    }),
  },
  // For every pod of the namespace, because the core names the pods of packages.
  opens: ({ network }) => [
    { direction: 'out', with: 'api-server', ports: [network.apiServerPort] },
    { direction: 'in', with: 'api-server', ports: [ports.webhooks] },
    // The core calls functions.
    { direction: 'out', with: 'own-namespace', ports: [ports.webhooks] },
    { direction: 'in', with: 'own-namespace', ports: [ports.webhooks] },
    // Providers call AWS, by endpoints of the VPC where there are any; the core fetches packages.
    { direction: 'out', with: 'aws-endpoints', ports: [443] },
    { direction: 'out', with: 'public', ports: [443] },
    { direction: 'out', with: 'pod-identity', ports: [80] },
    { direction: 'in', with: 'monitoring', ports: [ports.metrics] },
  ],
  crds,
  argocd: {
    groups: ['apiextensions.crossplane.io', 'pkg.crossplane.io', 'protection.crossplane.io'],
    health: { '*.crossplane.io/*': 'crossplane.lua' },
  },
  reviewedBy: 'security',
} as const satisfies Component
