import type { Opening } from '../../../lib/kube/component.ts'
import { ownLabel, publishedLabel, publishedPort } from '../../../lib/kube/own-chart.ts'
import { argocdServer, ingressHealth, ingressPort } from '../../../lib/resolve/edge-names.ts'
import { tenantLabel } from '../../../lib/resolve/labels.ts'
import { nameLabel } from '../../../lib/resolve/network.ts'
import { openWebuiPort } from '../../../lib/resolve/open-webui-scale.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { podsIn } from '../../kit/peers.ts'

const tenants = { namespaceSelector: { matchExpressions: [{ key: tenantLabel, operator: 'Exists' }] } }

/** Pods of own charts that `publish` marks. */
const toOwnCharts: Opening = {
  direction: 'out',
  with: {
    name: 'own-charts',
    peers: [
      {
        namespaceSelector: { matchExpressions: [{ key: ownLabel, operator: 'Exists' }] },
        podSelector: { matchLabels: { [publishedLabel]: 'true' } },
      },
    ],
  },
  ports: [publishedPort],
}

const toArgocd: Opening = {
  direction: 'out',
  with: {
    name: 'argocd',
    peers: [
      { ...podsIn(argocdServer.namespace), podSelector: { matchLabels: { [nameLabel]: argocdServer.name } } },
    ],
  },
  ports: [argocdServer.port],
}

/**
 * Callers and destinations of the ingress controller. The network load balancer keeps client addresses, so any address
 * may connect. The security groups ensure that only load balancers reach the pods.
 */
export function ingressOpenings({ argocd, network }: ResolvedCluster, metricsPort: number): Opening[] {
  return [
    { direction: 'out', with: 'api-server', ports: [network.apiServerPort] },
    {
      direction: 'in',
      with: { name: 'anywhere', peers: [{ ipBlock: { cidr: '0.0.0.0/0' } }] },
      ports: [ingressPort, ingressHealth.port],
    },
    { direction: 'in', with: 'monitoring', ports: [metricsPort] },
    {
      direction: 'out',
      with: {
        name: 'tenants',
        peers: [{ ...tenants, podSelector: { matchLabels: { [nameLabel]: 'open-webui' } } }],
      },
      ports: [openWebuiPort],
    },
    toOwnCharts,
    ...(argocd?.host ? [toArgocd] : []),
  ]
}
