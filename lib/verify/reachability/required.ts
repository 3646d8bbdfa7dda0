import { error, type Finding } from '../../findings/finding.ts'
import type { ResolvedTenant } from '../../resolve/types.ts'
import { opening, type Protocol, podReachesBlock, podReachesPod } from './allows.ts'
import { type Block, parseBlock } from './cidr.ts'
import type { NetworkModel, PodModel } from './model.ts'

/** A connection that the application cannot do without. */
export interface RequiredPath {
  readonly from: string
  readonly to: { readonly pod: string } | { readonly outside: PodModel } | { readonly block: string }
  readonly port: number
  readonly protocol?: Protocol
}

const nameLabel = 'app.kubernetes.io/name'
const outside = (namespace: string, labels: Record<string, string>): PodModel => ({
  owner: labels[nameLabel] ?? Object.values(labels)[0] ?? '',
  namespace,
  labels,
  namedPorts: {},
  hostNetwork: false,
})
const dns = outside('kube-system', { 'k8s-app': 'kube-dns' })
const ingress = outside('ingress-nginx', { [nameLabel]: 'nginx-ingress' })
const prober = outside('monitoring', { [nameLabel]: 'blackbox-exporter' })
const collector = outside('tracing', { [nameLabel]: 'collector' })
const scaler = outside('keda', { [nameLabel]: 'keda-operator' })
const gateway = 'model-gateway'

/** Connections that a tenant's pods need, derived from the application and not from its policies. */
export function requiredPaths(
  tenant: ResolvedTenant,
  places: {
    database: readonly string[]
    endpoints: readonly string[]
    apiServer: readonly string[]
    apiServerPort: number
  },
): RequiredPath[] {
  const servers = tenant.ollama.map(({ name }) => name)
  const active = tenant.state === 'active'
  const lookUp = (from: string): RequiredPath => ({ from, to: { outside: dns }, port: 53, protocol: 'UDP' })
  const blocks = (from: string, cidrs: readonly string[], port: number) =>
    cidrs.map((block): RequiredPath => ({ from, to: { block }, port }))
  const objectStore = (from: string) => [
    ...blocks(from, places.endpoints, 443),
    ...blocks(from, ['169.254.170.23/32'], 80),
  ]
  const database = (from: string): RequiredPath[] =>
    tenant.observed
      ? blocks(from, places.database, 5432)
      : [{ from, to: { outside: outside('paddock-data', { [nameLabel]: 'postgres' }) }, port: 5432 }]
  return [
    lookUp('open-webui'),
    ...servers.flatMap((server): RequiredPath[] =>
      active && tenant.gateway?.server === server
        ? [
            { from: 'open-webui', to: { pod: gateway }, port: 11434 },
            { from: gateway, to: { pod: server }, port: 11434 },
            lookUp(gateway),
            ...blocks(gateway, places.apiServer, places.apiServerPort),
          ]
        : [{ from: 'open-webui', to: { pod: server }, port: 11434 }],
    ),
    ...(tenant.bus ? [{ from: 'open-webui', to: { pod: 'bus' }, port: 6379 }] : []),
    ...database('open-webui'),
    ...(active
      ? [
          lookUp('migrate'),
          ...database('migrate'),
          ...blocks('migrate', places.apiServer, places.apiServerPort),
        ]
      : []),
    ...(tenant.storage.fill && tenant.state !== 'suspended'
      ? [lookUp('fill-models'), ...objectStore('fill-models')]
      : []),
    ...(tenant.export ? [lookUp('export'), ...database('export')] : []),
    ...(tenant.export?.store ? objectStore('export') : []),
    ...(tenant.observed
      ? [
          { from: 'open-webui', to: { outside: collector }, port: 4317 },
          // Answers of the API are kept in the cell's cache, or in its own.
          ...blocks('open-webui', places.database, 6379),
          ...objectStore('open-webui'),
        ]
      : []),
  ]
}

/**
 * Findings for the paths that are not surely open; also that the ingress controller, the prober and KEDA reach what they
 * must, but for a laptop, which has none of them.
 */
export function verifyPaths(
  model: NetworkModel,
  namespace: string,
  paths: readonly RequiredPath[],
  file: string,
  state: ResolvedTenant['state'] | 'laptop',
): Finding[] {
  const own = model.pods.filter((pod) => pod.namespace === namespace)
  const named = (name: string) => own.filter((pod) => pod.labels[nameLabel] === name)
  const closed = (from: string, to: string, protocol: Protocol, port: number, noSource = false) =>
    error('path-closed', { file, field: 'NetworkPolicy' }, { from, to, protocol, port, noSource })
  const findings = paths.flatMap(({ from, to, port, protocol = 'TCP' }) => {
    const target =
      'pod' in to ? to.pod : 'block' in to ? to.block : `${to.outside.namespace}/${to.outside.owner}`
    const sources = named(from)
    if (sources.length === 0) return [closed(from, target, protocol, port, true)]
    return sources.every((pod) => isOpen(model, pod, to, port, protocol, named))
      ? []
      : [closed(from, target, protocol, port)]
  })
  if (state === 'laptop') return findings
  const gateways = named(gateway)
  const counted = [...named('ollama-cpu'), ...(gateways.length > 0 ? [] : named('ollama-gpu'))]
  const entries = [
    ...named('open-webui').flatMap((pod) => [ingress, prober].map((from) => ({ from, pod, port: 8080 }))),
    ...named('bus').map((pod) => ({ from: prober, pod, port: 6379 })),
    ...(state === 'active'
      ? [
          ...gateways.map((pod) => ({ from: scaler, pod, port: 9090 })),
          ...counted.map((pod) => ({ from: scaler, pod, port: 11436 })),
        ]
      : []),
  ]
  return [
    ...findings,
    ...entries
      .filter(({ from, pod, port }) => !comesIn(model, from, pod, port))
      .map(({ from, pod, port }) => closed(`${from.namespace}/${from.owner}`, pod.owner, 'TCP', port)),
  ]
}

function comesIn(model: NetworkModel, from: PodModel, pod: PodModel, port: number): boolean {
  const target = { port, protocol: 'TCP', pod } as const
  return opening(model, 'Ingress', pod, { pod: from }, target, { kind: 'certain' }) !== undefined
}

function isOpen(
  model: NetworkModel,
  pod: PodModel,
  to: RequiredPath['to'],
  port: number,
  protocol: Protocol,
  named: (name: string) => PodModel[],
): boolean {
  if ('block' in to) {
    const block: Block = parseBlock(to.block)
    return podReachesBlock(model, pod, block, port, protocol) !== undefined
  }
  if ('outside' in to) {
    const target = { port, protocol, pod: to.outside }
    return opening(model, 'Egress', pod, { pod: to.outside }, target, { kind: 'certain' }) !== undefined
  }
  const targets = named(to.pod)
  return (
    targets.length > 0 &&
    targets.every((target) => podReachesPod(model, pod, target, port, protocol, { kind: 'certain' }))
  )
}
