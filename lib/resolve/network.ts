import { notPublic4, notPublic6 } from '../catalog/special-blocks.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { cachePort } from './cache.ts'
import { clusterNetwork } from './cluster-network.ts'
import { nameService, prober } from './cluster-services.ts'
import { databasePort } from './database.ts'
import { gatewayCountsPort, gatewayName, sleeps } from './gpu-scale.ts'
import { podIdentityLabel } from './labels.ts'
import { modelServers } from './model-server.ts'
import { platform, tenantNames } from './names.ts'
import { countsPort, ollamaPort } from './ollama.ts'
import { openWebuiPort } from './open-webui-scale.ts'
import { fillAccount } from './pod-identities.ts'
import type { Labels } from './pod-types.ts'
import { isLeaving } from './storage.ts'
import type { OutsideFlow, Peer, ResolvedFlow } from './types.ts'

/** Label that network policies and selectors go by. */
export const nameLabel = 'app.kubernetes.io/name'
const named = (name: string): Labels => ({ [nameLabel]: name })
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' as const }))
const addresses = (cidrs: readonly string[], except: readonly string[] = []): Peer => ({
  kind: 'addresses',
  cidrs,
  except,
})

/** Any public address, and no other. */
export const publicAddresses = { cidr: '0.0.0.0/0', except: notPublic4 } as const
/**
 * Address of the EKS Pod Identity agent. @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
export const podIdentityAgent = '169.254.170.23/32'

/** Name label of the ingress controller's pods. */
export const ingressName = 'nginx-ingress'

/** Name label of KEDA's operator, which asks for counts. */
export const scalerName = 'keda-operator'

/** Pods that talk to the database before the application runs. */
export const migrateName = 'migrate'

/**
 * Everything that the tenant's pods may send and receive; the rest is denied both ways.
 *
 * @param fills whether the Job that fills its volume with models runs: also in the standby of an active tenant
 */
export function resolveFlows(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
  fills = spec.state === 'active',
): readonly ResolvedFlow[] {
  const active = spec.state === 'active'
  return [
    ...common(spec),
    ...inside(spec, active && sleeps(spec, cluster)),
    ...(cluster.kind === 'local' ? localFlows(spec, active) : awsFlows(spec, cluster, fills)),
    ...(active ? apiServer(cluster, sleeps(spec, cluster)) : []),
    ...(active && cluster.kind === 'regional' ? countedBy(spec, cluster) : []),
    ...declared(spec),
  ]
}

function common(_spec: CompleteTenantSpec): ResolvedFlow[] {
  return [
    {
      name: 'all-to-dns',
      direction: 'out',
      pods: {},
      peer: { kind: 'pods', namespace: nameService.namespace, labels: nameService.labels },
      ports: nameService.ports,
    },
  ]
}

function inside(spec: CompleteTenantSpec, wakes: boolean): ResolvedFlow[] {
  const namespace = tenantNames(spec.id).namespace
  const both = (from: string, to: string, port: number): ResolvedFlow[] => [
    out(`${from}-to-${to}`, named(from), { kind: 'pods', namespace, labels: named(to) }, port),
    into(`${to}-from-${from}`, named(to), { kind: 'pods', namespace, labels: named(from) }, port),
  ]
  return [
    ...modelServers(spec).flatMap(({ nodeClass }) =>
      nodeClass === 'gpu' && wakes
        ? [
            ...both('open-webui', gatewayName, ollamaPort),
            ...both(gatewayName, `ollama-${nodeClass}`, ollamaPort),
          ]
        : both('open-webui', `ollama-${nodeClass}`, ollamaPort),
    ),
    ...(spec.cache === 'dedicated' ? [] : both('open-webui', 'bus', cachePort)),
  ]
}

/** The Jobs are let through in the state in which they run. */
function databaseClients({ state }: CompleteTenantSpec): readonly string[] {
  const job = { active: [migrateName], suspended: [], offboarding: ['export'], deleted: ['export'] }
  return ['open-webui', ...job[state]]
}

function awsFlows(
  spec: CompleteTenantSpec,
  cluster: Extract<CompleteTenantClusterSpec, { kind: 'regional' }>,
  fills: boolean,
): ResolvedFlow[] {
  const { databaseCidrs, endpointCidrs } = clusterNetwork(cluster)
  const monitored = {
    kind: 'pods',
    namespace: prober.namespace,
    labels: named(prober.name),
  } as const
  const ingress = { kind: 'pods', namespace: platform.ingress, labels: named(ingressName) } as const
  return [
    ...databaseClients(spec).map((name) =>
      out(`${name}-to-database`, named(name), addresses(databaseCidrs), databasePort),
    ),
    // Answers of the API: in the cell's cache, or in the tenant's own.
    out('open-webui-to-cache', named('open-webui'), addresses(databaseCidrs), cachePort),
    ...['open-webui', ...(isLeaving(spec) ? ['export'] : fills ? [fillAccount] : [])].map((name) =>
      out(`${name}-to-object-store`, named(name), addresses(endpointCidrs), 443),
    ),
    out('pod-identity', { [podIdentityLabel]: 'true' }, addresses([podIdentityAgent]), 80),
    out(
      'open-webui-to-collector',
      named('open-webui'),
      { kind: 'pods', namespace: platform.tracing, labels: named('collector') },
      4317,
    ),
    into('open-webui-from-ingress', named('open-webui'), ingress, openWebuiPort),
    into('open-webui-from-monitoring', named('open-webui'), monitored, openWebuiPort),
    ...(spec.cache === 'dedicated' ? [] : [into('bus-from-monitoring', named('bus'), monitored, cachePort)]),
  ]
}

function localFlows(spec: CompleteTenantSpec, active: boolean): ResolvedFlow[] {
  const server = (name: string): Peer => ({ kind: 'pods', namespace: platform.data, labels: named(name) })
  return [
    ...databaseClients(spec).map((name) =>
      out(`${name}-to-database`, named(name), server('postgres'), databasePort),
    ),
    // The model registry answers from changing public addresses.
    ...(active ? [out('pull-to-registry', named('pull-models'), anywhere(), 443)] : []),
  ]
}

function apiServer(cluster: CompleteTenantClusterSpec, wakes: boolean): ResolvedFlow[] {
  const { apiServerCidrs, apiServerPort } = clusterNetwork(cluster)
  // The migration stops pods of another version first. The gateway watches for the replica that it waits for.
  return [migrateName, ...(wakes ? [gatewayName] : [])].map((name) =>
    out(`${name}-to-api-server`, named(name), addresses(apiServerCidrs), apiServerPort),
  )
}

/** KEDA's operator asks for the requests in flight, and for nothing else. */
function countedBy(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): ResolvedFlow[] {
  const keda = { kind: 'pods', namespace: platform.scaling, labels: named(scalerName) } as const
  return modelServers(spec).map(({ nodeClass }) =>
    nodeClass === 'gpu' && sleeps(spec, cluster)
      ? into(`${gatewayName}-from-keda`, named(gatewayName), keda, gatewayCountsPort)
      : into(`ollama-${nodeClass}-from-keda`, named(`ollama-${nodeClass}`), keda, countsPort),
  )
}

/** Destinations that a tenant's file declares. */
export function outsideFlows({ identityProvider, egress }: CompleteTenantSpec): readonly OutsideFlow[] {
  const { cidrs, issuer } = identityProvider ?? {}
  return [
    ...(cidrs && issuer ? [{ name: 'identity-provider', cidrs, ports: [issuerPort(issuer)] }] : []),
    ...egress.map(({ name, cidrs, ports }) => ({ name: `outside-${name}`, cidrs, ports })),
  ]
}

function declared(spec: CompleteTenantSpec): ResolvedFlow[] {
  return outsideFlows(spec).map(({ name, cidrs, ports }) => ({
    name: `open-webui-to-${name}`,
    direction: 'out' as const,
    pods: named('open-webui'),
    peer: addresses(cidrs, cidrs.flatMap(exceptionsOf)),
    ports: tcp(...ports),
  }))
}

function issuerPort(issuer: string): number {
  const { port } = new URL(issuer)
  return port === '' ? 443 : Number(port)
}

/** "Any address" means any public one. */
function exceptionsOf(cidr: string): readonly string[] {
  if (cidr === '0.0.0.0/0') return notPublic4
  if (cidr === '::/0') return notPublic6
  return []
}

function anywhere(): Peer {
  return addresses(['0.0.0.0/0'], notPublic4)
}

function out(name: string, pods: Labels, peer: Peer, port: number): ResolvedFlow {
  return { name, direction: 'out', pods, peer, ports: tcp(port) }
}

function into(name: string, pods: Labels, peer: Peer, port: number): ResolvedFlow {
  return { name, direction: 'in', pods, peer, ports: tcp(port) }
}
