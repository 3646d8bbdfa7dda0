import { GiB } from '../../../lib/catalog/units.ts'
import type { Component } from '../../../lib/kube/component.ts'
import { ingressHealth, ingressPort } from '../../../lib/resolve/edge-names.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { ingressName } from '../../../lib/resolve/network.ts'
import { crds } from './crds.ts'
import { ingressOpenings } from './flows.ts'
import images from './images.json' with { type: 'json' }

/** Port of the metrics; the network of the region lets nodes in there. */
export const metricsPort = 9113

export const component = {
  name: 'nginx-ingress',
  summary: 'ingress controller: TLS, routes, rate limits ([chart](../charts/platform/nginx-ingress))',
  clusters: ['regional'],
  after: ['aws-load-balancer-controller', 'cert-manager', 'ingress-namespace'],
  namespace: { in: platform.ingress },
  images,
  pods: {
    // The fewest: more come with calls. Workers from before a change live on for as long as their answers.
    [ingressName]: {
      count: 3,
      cpuMillis: 1000,
      memoryBytes: GiB,
      memoryLimitBytes: 3 * GiB,
      ephemeralBytes: 6 * GiB,
      gpus: 0,
      ports: { https: ingressPort, metrics: metricsPort, ready: ingressHealth.port },
    },
  },
  opens: (cluster) => ingressOpenings(cluster, metricsPort),
  crds,
  argocd: { groups: ['k8s.nginx.org'], health: { 'k8s.nginx.org/*': 'nginx.lua' } },
  exceptions: [
    {
      object: 'Deployment/nginx-ingress',
      field: 'spec.template.spec.containers[0].securityContext.capabilities.add',
      reason: 'the program in the image has the capability, and does not start where it is dropped',
    },
    {
      object: 'Deployment/nginx-ingress',
      field: 'spec.template.spec.securityContext.sysctls',
      reason: 'nginx listens at ports below 1024 without privileges; the setting is safe by Pod Security',
    },
  ],
  reviewedBy: 'security',
} as const satisfies Component
