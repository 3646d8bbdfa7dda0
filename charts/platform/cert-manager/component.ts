import type { Component } from '../../../lib/kube/component.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { operatorPods } from '../../kit/component.ts'
import { peersAt } from '../../kit/peers.ts'
import { crds } from './crds.ts'
import images from './images.json' with { type: 'json' }

const namespace = platform.certificates
/** Names of the Deployments and of their accounts. */
export const names = {
  controller: 'cert-manager',
  cainjector: 'cainjector',
  webhook: 'cert-manager-webhook',
} as const
/** The region's security groups open the webhook's port for the control plane. */
export const ports = { webhook: 10250, metrics: 9402, health: 9403, webhookHealth: 6080 } as const
/** Numeric user of the images. */
export const user = 1000

export const component = {
  name: 'cert-manager',
  summary: 'certificates for tenants’ own hosts (ACME DNS-01) and for webhooks of operators (a CA)',
  clusters: ['regional'],
  after: ['argocd'],
  namespace: { name: namespace, podSecurity: 'restricted' },
  images,
  pods: {
    // It keeps all Certificates of the cluster and the Secrets that they name in memory.
    [names.controller]: operatorPods({ cpuMillis: 50, requestMiB: 256, limitMiB: 512 }),
    [names.cainjector]: operatorPods({ cpuMillis: 20, requestMiB: 256, limitMiB: 512 }),
    [names.webhook]: operatorPods({ cpuMillis: 20, requestMiB: 128, limitMiB: 256 }),
  },
  opens: (cluster) => [
    { direction: 'out', with: 'api-server', ports: [cluster.network.apiServerPort] },
    // The certificate authority, and Route 53, which has no endpoint within a VPC.
    { pods: names.controller, direction: 'out', with: 'public', ports: [443] },
    // It checks the challenge at the name servers of its zone before it asks the authority to check.
    {
      pods: names.controller,
      direction: 'out',
      with: { name: 'name-servers', peers: peersAt('public', cluster) },
      ports: [53],
      protocols: ['UDP', 'TCP'],
    },
    { pods: names.controller, direction: 'out', with: 'pod-identity', ports: [80] },
    { pods: names.webhook, direction: 'in', with: 'api-server', ports: [ports.webhook] },
    { direction: 'in', with: 'monitoring', ports: [ports.metrics] },
  ],
  crds,
  argocd: {
    groups: ['cert-manager.io'],
    health: { 'cert-manager.io_Certificate': 'certificate.lua' },
    hidden: [
      { group: 'cert-manager.io', kinds: ['CertificateRequest'] },
      { group: 'acme.cert-manager.io', kinds: ['Challenge', 'Order'] },
    ],
  },
} as const satisfies Component
