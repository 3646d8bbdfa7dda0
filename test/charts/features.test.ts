import { expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import type { LabelSelector, NetworkPolicy, NetworkPolicyPeer } from '../../lib/kube/types/kubernetes.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { emitYaml } from '../../lib/write/yaml.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'

/** The effect of each feature, one small snapshot a feature: schemas and proofs cannot judge it. */
const cluster = completeCluster(usEast1) as CompleteTenantClusterSpec
const standard: TenantSpec = {
  id: 'aa',
  tier: 'standard',
  cell: 'us-east-1-a',
  contacts: { owner: 'it@a.example' },
}

function objects(more: object = {}): KubeObject[] {
  const tenant = resolveTenant(completeTenant({ ...standard, ...more } as TenantSpec), cluster)
  return tenantManifests(tenant, resolveCluster(cluster)).flatMap((one) => one.objects)
}

/** Objects of a kind, by name where there are several; a Job by its name without the digest. */
function pick(all: readonly KubeObject[], kind: string, name?: string): KubeObject[] {
  const found = all.filter((one) => one.kind === kind && (!name || plain(one.metadata.name) === name))
  expect(found.length, `${kind} ${name ?? ''}`).toBeGreaterThan(0)
  return found
}

const plain = (name: string) => name.replace(/-[0-9a-f]{8}$/, '')

/** As in dist, without the fields of every object, and without digests, which change with every script. */
function show(found: readonly KubeObject[]): string {
  const bare = found.map(({ metadata: { labels: _, annotations: __, ...metadata }, ...object }) => ({
    ...object,
    metadata: { ...metadata, name: plain(metadata.name) },
  }))
  return `\n${emitYaml(bare as KubeObject[]).replaceAll(/(paddock\.dev\/scripts: ).*/g, '$1<digest>')}`
}

interface Pod {
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
}
interface Container {
  readonly name: string
  readonly env?: readonly {
    name: string
    value?: string
    valueFrom?: { secretKeyRef: { name: string; key: string } }
  }[]
}

function podOf([object]: readonly KubeObject[]): Pod {
  if (!object) throw new Error('no object')
  return (object['spec'] as { template: { spec: Pod } }).template.spec
}

/** Environment of a pod's first container, a line each; secrets by where they come from. */
function environment(found: readonly KubeObject[]): string {
  const lines = (podOf(found).containers[0]?.env ?? []).map(({ name, value, valueFrom }) => {
    const secret = valueFrom?.secretKeyRef
    return `${name}=${secret ? `<${secret.name}/${secret.key}>` : value}`
  })
  return `\n${lines.join('\n')}\n`
}

/** A pod without its environments, which have snapshots of their own. */
function podWithout(found: readonly KubeObject[]): string {
  const { containers, initContainers = [], ...pod } = podOf(found)
  const bare = (list: readonly Container[]) => list.map(({ env: _, ...container }) => container)
  const shown = { ...pod, initContainers: bare(initContainers), containers: bare(containers) }
  return `\n${emitYaml([{ apiVersion: '-', kind: 'PodSpec', metadata: { name: '-' }, spec: shown }])}`
}

/** `name: pods → peers, protocol and port`; `←` for what comes in. */
function flow({ metadata, spec }: KubeObject): string {
  const { podSelector = {}, ingress = [], egress = [] } = spec as NonNullable<NetworkPolicy['spec']>
  const labels = ({ matchLabels = {} }: LabelSelector) =>
    Object.entries(matchLabels)
      .map(([key, value]) => (value === 'true' ? key : value))
      .join() || 'all'
  const peer = ({ ipBlock, namespaceSelector, podSelector: pods = {} }: NetworkPolicyPeer) =>
    ipBlock
      ? [ipBlock.cidr, ...(ipBlock.except ?? []).map((hole) => `but ${hole}`)].join(' ')
      : `${labels(namespaceSelector ?? {})}/${labels(pods)}`
  const rules = [
    ...egress.map(({ to = [], ports = [] }) => ({ arrow: '→', peers: to, ports })),
    ...ingress.map(({ from = [], ports = [] }) => ({ arrow: '←', peers: from, ports })),
  ].map(({ arrow, peers, ports }) => {
    const at = ports.map(({ port, protocol }) => `${protocol} ${port}`)
    return `${labels(podSelector)} ${arrow} ${peers.map(peer).join(' or ')}, ${at.join(' or ')}`
  })
  return `${metadata.name}: ${rules.join('; ') || 'nothing'}`
}

test('quota', () => {
  expect(show(pick(objects(), 'ResourceQuota'))).toMatchSnapshot()
})

test('network: each flow on a line', () => {
  const sso = {
    issuer: 'https://sso.example',
    clientId: 'c',
    cidrs: ['198.51.100.0/24'],
    allowedDomains: ['a.example'],
  }
  const outside = [{ name: 'wiki', reason: 'documents', cidrs: ['0.0.0.0/0'], ports: [443] }]
  const policies = pick(objects({ identityProvider: sso, egress: outside }), 'NetworkPolicy')
  expect(`\n${policies.map(flow).join('\n')}\n`).toMatchSnapshot()
})

test('roles', () => {
  const roles = pick(objects(), 'Role').flatMap(({ metadata, rules }) =>
    (rules as { apiGroups: string[]; resources: string[]; verbs: string[] }[]).map(
      ({ apiGroups, resources, verbs }) =>
        `${metadata.name}: ${verbs} ${apiGroups.join() || 'core'}/${resources}`,
    ),
  )
  expect(`\n${roles.join('\n')}\n`).toMatchSnapshot()
})

test('secrets: generated once, pushed, read back', () => {
  const all = objects()
  expect(
    show([
      ...pick(all, 'Password'),
      ...pick(all, 'PushSecret'),
      ...pick(all, 'ExternalSecret', 'tenant-aa-secrets'),
    ]),
  ).toMatchSnapshot()
})

test('database bootstrap: environment', () => {
  expect(environment(pick(objects(), 'Job', 'database-aa'))).toMatchSnapshot()
})

test('migration: pod', () => {
  expect(podWithout(pick(objects(), 'Job', 'migrate'))).toMatchSnapshot()
})

test('Open WebUI: environment', () => {
  expect(environment(pick(objects(), 'Deployment', 'open-webui'))).toMatchSnapshot()
})

test('Open WebUI: pod', () => {
  expect(podWithout(pick(objects(), 'Deployment', 'open-webui'))).toMatchSnapshot()
})

test('single sign-on: what it adds to the environment', () => {
  const sso = {
    issuer: 'https://sso.example/realm/',
    clientId: 'c',
    cidrs: ['198.51.100.0/24'],
    allowedDomains: ['a.example'],
  }
  const lines = (more: object) =>
    environment(pick(objects(more), 'Deployment', 'open-webui'))
      .trim()
      .split('\n')
  const without = new Set(lines({}))
  expect(lines({ identityProvider: sso }).filter((line) => !without.has(line))).toMatchSnapshot()
})

test('autoscaling and disruption of Open WebUI', () => {
  const all = objects()
  expect(
    show([
      ...pick(all, 'HorizontalPodAutoscaler', 'open-webui'),
      ...pick(all, 'PodDisruptionBudget', 'open-webui'),
    ]),
  ).toMatchSnapshot()
})

test('model server on GPU: pod', () => {
  const all = objects({ tier: 'premium', models: ['llama3:70b'] })
  expect(podWithout(pick(all, 'Deployment', 'ollama-gpu'))).toMatchSnapshot()
})

test('model servers: environment', () => {
  const all = objects({ tier: 'premium', models: ['llama3:70b', 'mistral:7b'] })
  expect(environment(pick(all, 'Deployment', 'ollama-gpu'))).toMatchSnapshot('gpu')
  expect(environment(pick(all, 'Deployment', 'ollama-cpu'))).toMatchSnapshot('cpu')
})

test('websocket bus: environment', () => {
  expect(environment(pick(objects(), 'Deployment', 'bus'))).toMatchSnapshot()
})

test('access', () => {
  const all = objects({ hosts: ['chat.a.example'], limits: { uploadMiB: 50 } })
  expect(
    show([...pick(all, 'Certificate'), ...pick(all, 'Policy'), ...pick(all, 'VirtualServer')]),
  ).toMatchSnapshot()
})

test('storage', () => {
  expect(show(pick(objects({ state: 'offboarding' }), 'PersistentVolumeClaim'))).toMatchSnapshot()
})

test('export: environment', () => {
  const all = objects({ state: 'offboarding' })
  const [now] = pick(all, 'Job', 'export')
  const [last] = pick(all, 'Job', 'last-export')
  expect(environment(now ? [now] : [])).toMatchSnapshot()
  // The same work, which Argo CD does before it deletes.
  expect(last?.['spec']).toEqual(now?.['spec'])
  expect(last?.metadata.annotations).toEqual({ 'argocd.argoproj.io/hook': 'PreDelete' })
})

test('probes', () => {
  expect(show(pick(objects(), 'Probe'))).toMatchSnapshot()
})

test('Argo CD', () => {
  const all = objects()
  expect(show(pick(all, 'Application'))).toMatchSnapshot()
})
