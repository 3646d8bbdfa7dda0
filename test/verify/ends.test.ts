import { describe, expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import type { NetworkPolicy } from '../../lib/kube/types/kubernetes.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolvePlaced } from '../../lib/resolve/placed.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { networkModel, selects } from '../../lib/verify/reachability/model.ts'
import { proveEnds } from '../../lib/verify/reachability/surplus.ts'
import localCluster from '../fleet/clusters/local.ts'
import { clusters, plain } from '../support/fleet.ts'
import { asValid } from '../support/valid.ts'

const cluster = resolveCluster(clusters.east, [clusters.hub, clusters.east, clusters.west])
type Rule = NonNullable<NonNullable<NetworkPolicy['spec']>['egress']>[number]
type Source = NonNullable<NonNullable<NetworkPolicy['spec']>['ingress']>[number]

/** The findings of a tenant with one more policy, and with other policies changed. */
function found(
  { pods = 'open-webui', egress, ingress }: { pods?: string; egress?: Rule[]; ingress?: Source[] },
  spec: TenantSpec = plain,
): string[] {
  const tenant = resolveTenant(completeTenant(spec), clusters.east)
  const policy: KubeObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'planted', namespace: tenant.namespace },
    spec: {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': pods } },
      policyTypes: [...(egress ? ['Egress'] : []), ...(ingress ? ['Ingress'] : [])],
      ...(egress ? { egress } : {}),
      ...(ingress ? { ingress } : {}),
    },
  }
  const manifests = [...tenantManifests(tenant, cluster), { path: 'planted.yaml', objects: [policy] }]
  return proveEnds(networkModel(asValid(manifests)), tenant, cluster)
    .map(render)
    .map(({ why }) => why)
}

const block = (cidr: string, ...except: string[]) => ({
  ipBlock: { cidr, ...(except.length > 0 ? { except } : {}) },
})
const of = (namespace: string, labels: Record<string, string> = {}) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: labels },
})
const tcp = (port: number | string, endPort?: number) => [
  { protocol: 'TCP', port, ...(endPort === undefined ? {} : { endPort }) },
]
const named = (name: string) => ({ 'app.kubernetes.io/name': name })
const [node = ''] = cluster.network.podCidrs
const [data = ''] = cluster.network.databaseCidrs
const [endpoint = ''] = cluster.network.endpointCidrs
const [controlPlane = ''] = cluster.network.apiServerCidrs.slice(-1)

test('as tenants are drawn, nothing is open beyond the table', () => {
  expect(found({})).toEqual([])
})

// The last column is the end that the finding must name.
const destinations: [string, string, Rule, string][] = [
  ['nodes', 'open-webui', { to: [block(node)], ports: tcp(10250) }, 'nodes and pods'],
  ['Services', 'open-webui', { to: [block('172.20.0.0/16')], ports: tcp(443) }, 'the API server'],
  ['one Service', 'open-webui', { to: [block('172.20.9.9/32')], ports: tcp(443) }, 'Services'],
  ['the control plane', 'open-webui', { to: [block(controlPlane)], ports: tcp(443) }, 'the API server'],
  [
    'load balancers of the VPC',
    'bus',
    { to: [block('10.16.192.0/24')], ports: tcp(443) },
    'the VPC of us-east-1',
  ],
  [
    'another region',
    'open-webui',
    { to: [block(clusters.west.network.vpcCidr)], ports: tcp(443) },
    'the VPC of us-west-2',
  ],
  [
    'a database of another region',
    'open-webui',
    { to: [block('10.32.208.5/32')], ports: tcp(5432) },
    'the VPC of us-west-2',
  ],
  ['SSH of the databases', 'open-webui', { to: [block(data)], ports: tcp(22) }, 'databases'],
  ['every port of the databases', 'open-webui', { to: [block(data)] }, 'databases'],
  [
    'more than the databases',
    'open-webui',
    { to: [block('10.16.208.0/21')], ports: tcp(5432) },
    'endpoints of AWS',
  ],
  ['databases, from a model server', 'ollama-cpu', { to: [block(data)], ports: tcp(5432) }, 'databases'],
  ['endpoints, from the bus', 'bus', { to: [block(endpoint)], ports: tcp(443) }, 'endpoints of AWS'],
  [
    'endpoints, by UDP',
    'open-webui',
    { to: [block(endpoint)], ports: [{ protocol: 'UDP', port: 443 }] },
    'endpoints of AWS',
  ],
  [
    'the agent, from the bus',
    'bus',
    { to: [block('169.254.170.23/32')], ports: tcp(80) },
    'the Pod Identity agent',
  ],
  [
    'the metadata service',
    'open-webui',
    { to: [block('169.254.169.254/32')], ports: tcp(80) },
    'the cloud metadata service',
  ],
  [
    'the metadata service by IPv6',
    'open-webui',
    { to: [block('fd00:ec2::254/128')], ports: tcp(80) },
    'the cloud metadata service',
  ],
  [
    'IPv4 in NAT64',
    'open-webui',
    { to: [block('64:ff9b::a10:d005/128')], ports: tcp(443) },
    'IPv4 addresses in a form of IPv6',
  ],
  ['a public address', 'open-webui', { to: [block('198.51.100.7/32')], ports: tcp(443) }, 'public addresses'],
  [
    'all public addresses',
    'ollama-cpu',
    {
      to: [
        block(
          '0.0.0.0/0',
          '10.0.0.0/8',
          '100.64.0.0/10',
          '127.0.0.0/8',
          '0.0.0.0/8',
          '169.254.0.0/16',
          '172.16.0.0/12',
          '192.168.0.0/16',
          '224.0.0.0/4',
          '240.0.0.0/4',
        ),
      ],
      ports: tcp(443),
    },
    'public addresses',
  ],
  [
    'private addresses of nobody',
    'open-webui',
    { to: [block('10.200.0.0/16')], ports: tcp(443) },
    'private addresses',
  ],
  [
    'the controller',
    'open-webui',
    { to: [of('ingress-nginx', named('nginx-ingress'))], ports: tcp(443) },
    'ingress-nginx',
  ],
  ['Argo CD', 'open-webui', { to: [of('argocd')], ports: tcp(8080) }, 'argocd'],
  [
    'the jobs that prepare databases',
    'migrate',
    { to: [of('paddock-data', named('bootstrap-database'))], ports: tcp(5432) },
    'bootstrap-database',
  ],
  [
    'all pods of the name service’s namespace',
    'bus',
    { to: [of('kube-system')], ports: tcp(53) },
    'kube-system',
  ],
  [
    'another port of the name service',
    'bus',
    { to: [of('kube-system', { 'k8s-app': 'kube-dns' })], ports: tcp(9153) },
    'kube-dns',
  ],
  ['traces, from the bus', 'bus', { to: [of('tracing', named('collector'))], ports: tcp(4317) }, 'collector'],
  [
    'all namespaces',
    'bus',
    { to: [{ namespaceSelector: {}, podSelector: { matchLabels: named('bus') } }], ports: tcp(6379) },
    'namespaceSelector',
  ],
  ['own pods, all of them', 'ollama-cpu', { to: [{ podSelector: {} }], ports: tcp(6379) }, 'podSelector'],
  [
    'the bus, from a model server',
    'ollama-cpu',
    { to: [{ podSelector: { matchLabels: named('bus') } }], ports: tcp(6379) },
    'bus',
  ],
  [
    'the model server, a range of ports',
    'open-webui',
    { to: [{ podSelector: { matchLabels: named('ollama-cpu') } }], ports: tcp(11434, 11436) },
    'ollama-cpu',
  ],
  [
    'the model server, a port by its name',
    'open-webui',
    { to: [{ podSelector: { matchLabels: named('ollama-cpu') } }], ports: tcp('http') },
    'ollama-cpu',
  ],
]
describe('a rule that sends anywhere else is found', () => {
  test.each(destinations)('%s', (_, pods, rule, end) => {
    const findings = found({ pods, egress: [rule] })
    expect(findings).toHaveLength(1)
    expect(findings[0]).toContain('→')
    expect(findings[0]?.split('→')[1]).toContain(end)
  })
})

const sources: [string, string, Source, string][] = [
  ['an address', 'open-webui', { from: [block('10.16.0.0/16')], ports: tcp(8080) }, 'databases'],
  [
    'public addresses',
    'open-webui',
    { from: [block('198.51.100.0/24')], ports: tcp(8080) },
    'public addresses',
  ],
  [
    'another port, from the controller',
    'open-webui',
    { from: [of('ingress-nginx', named('nginx-ingress'))], ports: tcp(9000) },
    'nginx-ingress',
  ],
  [
    'the controller, to a model server',
    'ollama-cpu',
    { from: [of('ingress-nginx', named('nginx-ingress'))], ports: tcp(11434) },
    'nginx-ingress',
  ],
  [
    'a model server, to the bus',
    'bus',
    { from: [{ podSelector: { matchLabels: named('ollama-cpu') } }], ports: tcp(6379) },
    'ollama-cpu',
  ],
  ['every pod of KEDA', 'ollama-cpu', { from: [of('keda')], ports: tcp(11436) }, 'keda'],
]
describe('a rule that receives from anywhere else is found', () => {
  test.each(sources)('%s', (_, pods, rule, end) => {
    const findings = found({ pods, ingress: [rule] })
    expect(findings).toHaveLength(1)
    expect(findings[0]?.split('→')[0]).toContain(end)
  })
})

describe('a tenant’s file opens what it declares, and no more', () => {
  const spec = (cidrs: string[]): TenantSpec => ({
    ...plain,
    egress: [{ name: 'tools', reason: 'tools', cidrs, ports: [443] }],
  })
  const to = (cidrs: string[], cidr: string, port = 443) =>
    found({ egress: [{ to: [block(cidr)], ports: tcp(port) }] }, spec(cidrs))
  test.each([
    [['198.51.100.0/24'], '198.51.100.0/25'],
    [['198.51.100.0/25', '198.51.100.128/25'], '198.51.100.0/24'],
    [['10.200.0.0/16'], '10.200.3.0/24'],
    [['0.0.0.0/0'], '198.51.100.0/24'],
    [['::/0'], '2600:1f00::/32'],
    [['0.0.0.0/0', '10.200.0.0/16'], '10.200.3.0/24'],
  ])('%j opens %s', (cidrs, cidr) => {
    expect(to(cidrs, cidr)).toEqual([])
  })
  test.each([
    [['198.51.100.0/25'], '198.51.100.0/24', 443, 'public addresses'],
    [['198.51.100.0/24'], '198.51.100.0/24', 80, 'public addresses'],
    [['0.0.0.0/0'], '10.200.3.0/24', 443, 'private addresses'],
    [['0.0.0.0/0'], '10.16.208.0/22', 443, 'databases'],
    [['0.0.0.0/0'], '10.32.0.0/24', 443, 'the VPC of us-west-2'],
    [['0.0.0.0/0'], '2600:1f00::/32', 443, 'public addresses'],
    [['::/0'], '198.51.100.0/24', 443, 'public addresses'],
    [['::/0'], '64:ff9b::/96', 443, 'IPv4 addresses in a form of IPv6'],
  ] as const)('%j does not open %s on %s: %s', (cidrs, cidr, port, end) => {
    const findings = to([...cidrs], cidr, port)
    expect(findings.map((why) => why.split('→')[1])).toEqual([expect.stringContaining(end)])
  })
})

test('a pod that the table does not know is found, however closed it is', () => {
  const tenant = resolveTenant(completeTenant(plain), clusters.east)
  const renamed = tenantManifests(tenant, cluster).map(
    (manifest): Manifest =>
      JSON.parse(
        JSON.stringify(manifest).replaceAll(
          '"app.kubernetes.io/name":"bus"',
          '"app.kubernetes.io/name":"toString"',
        ),
      ),
  )
  const codes = proveEnds(networkModel(asValid(renamed)), tenant, cluster).map(render)
  expect(codes.map(({ why }) => why)).toContain(
    'the table of allowed ends says nothing of the pods of Deployment/bus',
  )
})

describe.each(['active', 'suspended', 'offboarding', 'deleted'] as const)('a tenant that is %s', (state) => {
  const spec = completeTenant({
    ...plain,
    state,
    tier: 'premium',
    models: ['llama3:8b'],
    gpuReplicas: { min: 0, max: 1 },
  })
  const local = completeCluster(localCluster) as CompleteTenantClusterSpec
  const drawn = [
    ...(['serving', 'standby'] as const).map((role) => {
      const tenant = resolvePlaced(spec, { cluster: clusters.east, home: 'here', role })
      return { role, tenant, cluster }
    }),
    {
      role: 'a laptop',
      tenant: resolveTenant(completeTenant({ ...plain, state, cell: 'local' }), local),
      cluster: resolveCluster(local),
    },
  ]
  test.each(drawn)('$role: opens nothing else, and has no policy without pods', ({ tenant, cluster: at }) => {
    const model = networkModel(asValid(tenantManifests(tenant, at)))
    expect(proveEnds(model, tenant, at).map(render)).toEqual([])
    const idle = model.policies.filter(
      ({ spec: { podSelector = {} } }) => !model.pods.some(({ labels }) => selects(podSelector, labels)),
    )
    expect(idle.map(({ name }) => name)).toEqual([])
  })
})
