import { error, type Finding } from '../../findings/finding.ts'
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../kube/types/kubernetes.ts'
import type { ResolvedCluster, ResolvedTenant } from '../../resolve/types.ts'
import { type Block, parseBlock, reaches } from './cidr.ts'
import { type AllowedEnd, type AllowedEnds, allowedEnds } from './ends.ts'
import { type Direction, type Labels, type NetworkModel, type PodModel, restricts, selects } from './model.ts'
import { type Addresses, namespaceOf, platformPods, type Surroundings, surroundings } from './places.ts'

const nameLabel = 'app.kubernetes.io/name'
const podIdentityLabel = 'paddock.dev/pod-identity'

/**
 * Findings for every rule of a tenant's policies that opens an end beyond those of {@link allowedEnds}, and for pods of
 * which the table says nothing. Rules without peers, and pods that no policy restricts, are findings of the isolation.
 */
export function proveEnds(model: NetworkModel, tenant: ResolvedTenant, cluster: ResolvedCluster): Finding[] {
  const around = surroundings(tenant, cluster)
  const policies = model.policies.filter(({ namespace }) => namespace === tenant.namespace)
  const file = `dist/${cluster.name}/tenants/${tenant.id}/network.yaml`
  return model.pods
    .filter(({ namespace }) => namespace === tenant.namespace)
    .flatMap((pod) => {
      const allowed = Object.hasOwn(allowedEnds, nameOf(pod)) ? allowedEnds[nameOf(pod)] : undefined
      if (!allowed)
        return [error('isolation', { file, field: pod.owner }, { problem: 'unknown-pod', pod: pod.owner })]
      return (['Egress', 'Ingress'] as const).flatMap((direction) =>
        policies
          .filter(({ spec }) => restricts(spec, direction) && selects(spec.podSelector ?? {}, pod.labels))
          .flatMap((policy) =>
            rulesOf(policy.spec, direction).flatMap(({ peers, ports }, index) => {
              const field = `NetworkPolicy/${policy.name} spec.${direction.toLowerCase()}[${index}]`
              return peers.flatMap((peer) =>
                portsOf(ports).flatMap((port) => {
                  const end = surplus(pod, direction, peer, port, allowed, around)
                  const facts = { pod: `${pod.namespace} ${pod.owner}`, direction, ports: port.words }
                  return end === undefined
                    ? []
                    : [
                        error(
                          'isolation',
                          { file: policy.file, field },
                          { problem: 'surplus', end, ...facts },
                        ),
                      ]
                }),
              )
            }),
          ),
      )
    })
}

function nameOf({ labels }: PodModel): string {
  return labels[nameLabel] ?? ''
}

function rulesOf(spec: NetworkModel['policies'][number]['spec'], direction: Direction) {
  return direction === 'Egress'
    ? (spec.egress ?? []).map(({ to = [], ports }) => ({ peers: to, ports }))
    : (spec.ingress ?? []).map(({ from = [], ports }) => ({ peers: from, ports }))
}

interface Ports {
  readonly words: string
  readonly protocol: string
  readonly first: number
  readonly last: number
}

/** A name means any port: a container may give it to any. */
function portsOf(ports: readonly NetworkPolicyPort[] = []): Ports[] {
  if (ports.length === 0) return [{ words: 'any port', protocol: '', first: 1, last: 65_535 }]
  return ports.map(({ protocol = 'TCP', port, endPort }) =>
    typeof port === 'number'
      ? {
          words: `${protocol} ${port}${endPort ? `–${endPort}` : ''}`,
          protocol,
          first: port,
          last: endPort ?? port,
        }
      : { words: `${protocol} ${port ?? 'any port'}`, protocol, first: 1, last: 65_535 },
  )
}

/** Words for an end that a rule opens and the table does not; undefined if there is none. */
function surplus(
  pod: PodModel,
  direction: Direction,
  peer: NetworkPolicyPeer,
  ports: Ports,
  allowed: AllowedEnds,
  around: Surroundings,
): string | undefined {
  const ends = direction === 'Egress' ? allowed.to : allowed.from
  if (peer.ipBlock) {
    const places = direction === 'Egress' ? addressesOf(pod, ends, ports, around) : []
    const { cidr, except = [] } = peer.ipBlock
    return beyond(parseBlock(cidr), except.map(parseBlock), places, around)
  }
  const known = ends.some((end) => holdsPorts(end, ports) && isPeer(end, pod.namespace, peer))
  return known ? undefined : JSON.stringify(peer)
}

function holdsPorts({ place, ports = [] }: AllowedEnd, { protocol, first, last }: Ports): boolean {
  const udp = 'platform' in place && place.platform === 'names'
  return (protocol === 'TCP' || (udp && protocol === 'UDP')) && everyPort(ports, first, last)
}

function everyPort(ports: readonly number[], first: number, last: number): boolean {
  for (let port = first; port <= last; port++) if (!ports.includes(port)) return false
  return true
}

/** A peer is an end if it can match no other pod: the namespace by its name, the pods by all labels of the end. */
function isPeer(
  { place }: AllowedEnd,
  own: string,
  { namespaceSelector, podSelector }: NetworkPolicyPeer,
): boolean {
  if ('addresses' in place) return false
  const end: { namespace: string; labels: Labels } =
    'own' in place ? { namespace: own, labels: { [nameLabel]: place.own } } : platformPods[place.platform]
  const labels = podSelector?.matchLabels ?? {}
  return (
    namespaceOf(namespaceSelector, own) === end.namespace &&
    Object.entries(end.labels).every(([key, value]) => labels[key] === value)
  )
}

function addressesOf(
  pod: PodModel,
  ends: readonly AllowedEnd[],
  { protocol, first, last }: Ports,
  { places }: Surroundings,
): Addresses[] {
  if (protocol !== 'TCP') return []
  return ends.flatMap(({ place, ports }) => {
    if (!('addresses' in place)) return []
    if (place.addresses === 'podIdentity' && pod.labels[podIdentityLabel] !== 'true') return []
    return places[place.addresses].filter((one) => everyPort(ports ?? one.ports, first, last))
  })
}

/** Words for the addresses of a block that no place has; undefined if each is in one. */
function beyond(
  block: Block,
  except: readonly Block[],
  places: readonly Addresses[],
  { closed, notPublic }: Surroundings,
): string | undefined {
  const blocksOf = (list: readonly Addresses[]) => list.flatMap(({ blocks }) => blocks)
  const ours = [...except, ...blocksOf(places.filter(({ ofPlatform }) => ofPlatform))]
  const hit = closed.find(({ blocks }) => blocks.some((one) => reaches(block, ours, one)))
  if (hit) return hit.words
  const known = [...ours, ...blocksOf(places)]
  if (notPublic.some((one) => reaches(block, known, one))) return 'private addresses'
  return places.some(({ anyPublic }) => anyPublic.includes(block.family)) || !reaches(block, known, block)
    ? undefined
    : 'public addresses'
}
