import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../kube/types/kubernetes.ts'
import { type Block, parseBlock, reaches } from './cidr.ts'
import {
  type Direction,
  type NetworkModel,
  type PodModel,
  type PolicyModel,
  portKey,
  restricts,
  selects,
} from './model.ts'

export type Protocol = 'TCP' | 'UDP' | 'SCTP'
/** One end of a connection: a pod, or addresses outside of the model. */
export type End = { readonly pod: PodModel } | { readonly block: Block }

/** Reason why one direction is open: a rule, or that no policy selects the pod. */
export type Opening = { readonly policy: PolicyModel; readonly field: string } | 'no policy'

/**
 * How address blocks count against pods. `pessimistic`: a block that touches the pods' addresses may mean any pod,
 * as it is where the network plugin looks at addresses; for proofs that something is closed. `certain`: it means
 * none; for proofs that something is open.
 */
export type Reading =
  | { readonly kind: 'pessimistic'; readonly podBlocks: readonly Block[] }
  | { readonly kind: 'certain' }

/** Rule that lets a pod send to (Egress) or receive from (Ingress) the other end; undefined if none does. */
export function opening(
  model: NetworkModel,
  direction: Direction,
  pod: PodModel,
  other: End,
  target: { readonly port: number; readonly protocol: Protocol; readonly pod?: PodModel },
  reading: Reading,
): Opening | undefined {
  if (pod.hostNetwork) return 'no policy'
  const policies = model.policies.filter(
    (policy) =>
      policy.namespace === pod.namespace &&
      restricts(policy.spec, direction) &&
      selects(policy.spec.podSelector ?? {}, pod.labels),
  )
  if (policies.length === 0) return 'no policy'
  for (const policy of policies) {
    const rules = (direction === 'Ingress' ? policy.spec.ingress : policy.spec.egress) ?? []
    for (const [index, rule] of rules.entries()) {
      const peers = 'from' in rule ? rule.from : 'to' in rule ? rule.to : undefined
      if (!portMatches(rule.ports, target)) continue
      if (
        !peers ||
        peers.length === 0 ||
        peers.some((peer) => peerMatches(model, policy, peer, other, reading))
      ) {
        return { policy, field: `spec.${direction.toLowerCase()}[${index}]` }
      }
    }
  }
  return undefined
}

function portMatches(
  ports: readonly NetworkPolicyPort[] | undefined,
  target: { port: number; protocol: Protocol; pod?: PodModel },
): boolean {
  if (!ports || ports.length === 0) return true
  return ports.some(({ port, endPort, protocol = 'TCP' }) => {
    if (protocol !== target.protocol) return false
    if (port === undefined) return true
    // A name is that of the pod which is reached; outside of the cluster there is none.
    if (typeof port === 'string') return target.pod?.namedPorts[portKey(port, protocol)] === target.port
    return port <= target.port && target.port <= (endPort ?? port)
  })
}

function peerMatches(
  model: NetworkModel,
  policy: PolicyModel,
  peer: NetworkPolicyPeer,
  other: End,
  reading: Reading,
): boolean {
  if (peer.ipBlock) return blockMatches(peer.ipBlock, other, reading)
  if (!('pod' in other)) return false
  const { namespace, labels } = other.pod
  if (peer.podSelector && !selects(peer.podSelector, labels)) return false
  if (!peer.namespaceSelector) return namespace === policy.namespace
  return selects(
    peer.namespaceSelector,
    model.namespaces.get(namespace) ?? { 'kubernetes.io/metadata.name': namespace },
  )
}

function blockMatches(
  ipBlock: NonNullable<NetworkPolicyPeer['ipBlock']>,
  other: End,
  reading: Reading,
): boolean {
  const block = parseBlock(ipBlock.cidr)
  const except = (ipBlock.except ?? []).map(parseBlock)
  if ('block' in other) return reaches(block, except, other.block)
  return reading.kind === 'pessimistic' && reading.podBlocks.some((pods) => reaches(block, except, pods))
}

/** Whether a pod can open a connection to another: both ends must let it through. */
export function podReachesPod(
  model: NetworkModel,
  from: PodModel,
  to: PodModel,
  port: number,
  protocol: Protocol,
  reading: Reading,
): { readonly out: Opening; readonly into: Opening } | undefined {
  const target = { port, protocol, pod: to }
  const out = opening(model, 'Egress', from, { pod: to }, target, reading)
  const into = out && opening(model, 'Ingress', to, { pod: from }, target, reading)
  return out && into ? { out, into } : undefined
}

/** Rule that lets a pod send to some address of a block. */
export function podReachesBlock(
  model: NetworkModel,
  from: PodModel,
  block: Block,
  port: number,
  protocol: Protocol,
): Opening | undefined {
  return opening(model, 'Egress', from, { block }, { port, protocol }, { kind: 'certain' })
}
