import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { NetworkPolicySpec } from '../../../lib/kube/types/kubernetes.ts'
import { tenantLabel } from '../../../lib/resolve/labels.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { heartbeatRole } from '../../kit/database/heartbeat.ts'
import { sessionsRole } from '../../kit/database/sessions.ts'
import { blocks, nameService, nameServicePorts, peersAt } from '../../kit/peers.ts'
import { policiesOf } from '../../kit/policies.ts'

const namespace = platform.data
const nameLabel = 'app.kubernetes.io/name'
const named = (...names: string[]) => ({
  matchExpressions: [{ key: nameLabel, operator: 'In', values: names }],
})
const tcp = (port: number) => [{ port, protocol: 'TCP' }]
/** Pods of any tenant's namespace. The database distinguishes tenants by role and password. */
const anyTenant = { namespaceSelector: { matchExpressions: [{ key: tenantLabel, operator: 'Exists' }] } }

/**
 * Jobs can reach their server and DNS. Jobs that create Secrets can also reach the API server. They can reach nothing
 * else.
 */
export function dataNetworkChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'network', { namespace, labels: cluster.labels })
  const policy = policiesOf(chart, namespace)
  const out = (name: string, pods: object, to: object[], port: number) =>
    policy(name, { podSelector: pods, policyTypes: ['Egress'], egress: [{ to, ports: tcp(port) }] })

  policy('deny-all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
  policy('all-to-dns', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to: [nameService], ports: nameServicePorts }],
  })
  if (cluster.kind === 'local') {
    const own = (name: string) => ({ podSelector: { matchLabels: { [nameLabel]: name } } })
    out('bootstrap-to-postgres', named('bootstrap-database'), [own('postgres')], 5432)
    out('cache-user-to-valkey', named('create-cache-user'), [own('valkey')], 6379)
    out(
      'create-secrets-to-api-server',
      named('create-secrets'),
      peersAt('api-server', cluster),
      cluster.network.apiServerPort,
    )
    serverPolicy(policy, 'postgres', 5432, [anyTenant, own('bootstrap-database')])
    serverPolicy(policy, 'valkey', 6379, [own('create-cache-user')])
  } else {
    const subnets = blocks(cluster.network.databaseCidrs)
    out('bootstrap-to-database', named('bootstrap-database'), subnets, 5432)
    out('heartbeat-to-database', named(heartbeatRole), subnets, 5432)
    out('sessions-to-database', named(sessionsRole), subnets, 5432)
  }
  return chart
}

function serverPolicy(
  policy: (name: string, spec: NetworkPolicySpec) => void,
  server: string,
  port: number,
  from: object[],
): void {
  policy(`${server}-from-clients`, {
    podSelector: { matchLabels: { [nameLabel]: server } },
    policyTypes: ['Ingress'],
    ingress: [{ from, ports: tcp(port) }],
  })
}
