import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { anyAddress } from '../../../lib/resolve/cluster-network.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { ingressName } from '../../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { blocks, nameService, nameServicePorts, peersAt, podsIn } from '../../kit/peers.ts'
import { policiesOf } from '../../kit/policies.ts'
import { named, names, namespace, ports } from './names.ts'

const tcp = (...list: number[]) => list.map((port) => ({ port, protocol: 'TCP' }))
const pods = (...list: string[]) => ({
  matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: list }],
})
/** Git hosts, issuers and mail servers have addresses that Paddock does not know. */
const anywhere = blocks([anyAddress])

/**
 * Each component reaches only the components it uses. From outside the namespace, metrics readers and the ingress
 * controller can connect.
 */
export function networkChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'network', { namespace, labels: cluster.labels })
  const policy = policiesOf(chart, namespace)
  const out = (name: string, from: string[], to: object[], list: number[]) =>
    policy(name, {
      podSelector: pods(...from),
      policyTypes: ['Egress'],
      egress: [{ to, ports: tcp(...list) }],
    })
  const into = (name: string, to: string[], from: object[], list: number[]) =>
    policy(name, {
      podSelector: pods(...to),
      policyTypes: ['Ingress'],
      ingress: [{ from, ports: tcp(...list) }],
    })
  const { controller, server, repoServer, notifications, cache } = names
  const clients = [controller, repoServer, server]

  policy('deny-all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
  policy('all-to-dns', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to: [nameService], ports: nameServicePorts }],
  })
  const own = (...list: string[]) => [{ podSelector: pods(...list) }]
  const cachePorts = [ports.cache, ports.sentinel]
  out('clients-to-cache', [...clients, cache], own(cache), cachePorts)
  into('cache-from-clients', [cache], own(...clients, cache), cachePorts)
  const renders = [controller, notifications, server]
  out('clients-to-repo-server', renders, own(repoServer), [ports.repoServer])
  into('repo-server-from-clients', [repoServer], own(...renders), [ports.repoServer])
  out('all-to-api-server', [controller, notifications, server], peersAt('api-server', cluster), [
    cluster.network.apiServerPort,
  ])
  out('repo-server-to-git', [repoServer], anywhere, [443, 22])
  if (cluster.argocd?.signIn) out('server-to-issuer', [server], anywhere, [443])
  if (cluster.argocd?.host) {
    const ingress = { ...podsIn(platform.ingress), podSelector: { matchLabels: named(ingressName) } }
    into('server-from-ingress', [server], [ingress], [ports.server])
  }
  if (cluster.argocd?.mail)
    out('notifications-to-mail', [notifications], anywhere, [cluster.argocd.mail.port])
  into('metrics-from-monitoring', [...clients, notifications], peersAt('monitoring', cluster), [
    ports.controllerMetrics,
    ports.serverMetrics,
    ports.repoServerMetrics,
    ports.notificationsMetrics,
  ])
  return chart
}
