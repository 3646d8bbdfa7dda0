import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { guarded, wave } from '../../../lib/kube/guard.ts'
import { podSecurityLabels } from '../../../lib/kube/pod-security.ts'
import { argocdServer } from '../../../lib/resolve/edge-names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { nameService, nameServicePorts, peersAt } from '../../kit/peers.ts'
import { policiesOf } from '../../kit/policies.ts'

const { namespace } = argocdServer

/**
 * The namespace that the Applications of a laptop name. Paddock installs no Argo CD there. One that a person installs from
 * its own manifests reaches what it needs: its own pods, names, the API server, and repositories at public addresses.
 */
export function laptopArgocdChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'argocd-namespace', { labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: { ...cluster.labels, ...podSecurityLabels('restricted') },
      annotations: { ...guarded, ...wave(-10) },
    },
  })
  const policy = policiesOf(chart, namespace)
  const { apiServerPort } = cluster.network
  const own = peersAt('own-namespace', cluster)
  const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }))
  policy('deny-all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
  policy('all-to-all', {
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: own }],
    egress: [
      { to: own },
      { to: [nameService], ports: nameServicePorts },
      { to: peersAt('api-server', cluster), ports: tcp(apiServerPort) },
      { to: peersAt('public', cluster), ports: tcp(22, 443) },
    ],
  })
  return chart
}
