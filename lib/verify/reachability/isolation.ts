import { error, type Finding } from '../../findings/finding.ts'
import type { NetworkPolicyPeer } from '../../kube/types/kubernetes.ts'
import { type Block, parseBlock, reaches } from './cidr.ts'
import {
  type NetworkModel,
  namespaceNameLabel,
  type PodModel,
  type PolicyModel,
  restricts,
  selects,
} from './model.ts'

/** Label of a tenant's namespace; its value is the tenant's id. */
const tenantLabel = 'paddock.dev/tenant'
/** Label of the pods that may ask the Pod Identity agent. */
const podIdentityLabel = 'paddock.dev/pod-identity'
/** Every tenant's namespace begins so, and no other does. */
const tenantPrefix = 'tenant-'

/**
 * Address of EC2's credentials of the node. @see
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
const metadataService = ['169.254.169.254', 'fd00:ec2::254'].map(parseBlock)
/**
 * Address of EKS's credentials of a pod. @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
const podIdentityAgent = ['169.254.170.23', 'fd00:ec2::23'].map(parseBlock)

/**
 * Proves of one tenant, for any other tenants, that no pod of another tenant's namespace can reach its pods, that its
 * pods can reach none of theirs, and that they cannot reach the cloud metadata service.
 *
 * The other tenant is not looked at: a rule that some pod in some other tenant's namespace could match is a finding. So
 * when it holds for each tenant it holds for every pair, and the cost grows with the tenants, not their pairs.
 *
 * @param podBlocks addresses of pods: an address block that touches them may mean anybody's
 */
export function proveTenantIsolation(
  model: NetworkModel,
  namespace: string,
  podBlocks: readonly Block[],
): Finding[] {
  const policies = model.policies.filter((policy) => policy.namespace === namespace)
  return model.pods
    .filter((pod) => pod.namespace === namespace)
    .flatMap((pod) => [
      ...provePod(pod, policies, 'Ingress', podBlocks),
      ...provePod(pod, policies, 'Egress', podBlocks),
    ])
}

function provePod(
  pod: PodModel,
  policies: readonly PolicyModel[],
  direction: 'Ingress' | 'Egress',
  podBlocks: readonly Block[],
): Finding[] {
  const incoming = direction === 'Ingress'
  const facts = { pod: `${pod.namespace} ${pod.owner}`, direction }
  const unselected = { file: 'network', field: pod.owner }
  if (pod.hostNetwork) return [error('isolation', unselected, { problem: 'host-network', ...facts })]
  const selecting = policies.filter(
    (policy) => restricts(policy.spec, direction) && selects(policy.spec.podSelector ?? {}, pod.labels),
  )
  if (selecting.length === 0) return [error('isolation', unselected, { problem: 'no-policy', ...facts })]
  return selecting.flatMap((policy) =>
    ((incoming ? policy.spec.ingress : policy.spec.egress) ?? []).flatMap((rule, index) => {
      const at = {
        file: policy.file,
        field: `NetworkPolicy/${policy.name} spec.${direction.toLowerCase()}[${index}]`,
      }
      const peers = 'from' in rule ? rule.from : 'to' in rule ? rule.to : undefined
      if (!peers || peers.length === 0) return [error('isolation', at, { problem: 'any-peer', ...facts })]
      return peers.flatMap((peer) => [
        ...(mayBeForeign(peer, pod.namespace, podBlocks)
          ? [error('isolation', at, { problem: 'peer', peer, ...facts })]
          : []),
        ...(incoming
          ? []
          : reachesMetadata(pod, peer).map((problem) => error('isolation', at, { problem, pod: facts.pod }))),
      ])
    }),
  )
}

/** Whether some pod with some labels in some other tenant's namespace could match. */
function mayBeForeign(
  { ipBlock, namespaceSelector }: NetworkPolicyPeer,
  own: string,
  podBlocks: readonly Block[],
): boolean {
  if (ipBlock) {
    const except = (ipBlock.except ?? []).map(parseBlock)
    return podBlocks.some((pods) => reaches(parseBlock(ipBlock.cidr), except, pods))
  }
  // Without a namespace selector a peer is of the policy's own namespace.
  if (!namespaceSelector) return false
  const pinned = (key: string): readonly string[] | undefined => {
    const exact = namespaceSelector.matchLabels?.[key]
    if (exact !== undefined) return [exact]
    return namespaceSelector.matchExpressions?.find((one) => one.key === key && one.operator === 'In')?.values
  }
  const names = pinned(namespaceNameLabel)
  if (names?.every((name) => name === own || !name.startsWith(tenantPrefix))) return false
  if (pinned(tenantLabel)?.every((id) => tenantPrefix + id === own)) return false
  return !namespaceSelector.matchExpressions?.some(
    ({ key, operator }) => key === tenantLabel && operator === 'DoesNotExist',
  )
}

function reachesMetadata(pod: PodModel, { ipBlock }: NetworkPolicyPeer): ('metadata' | 'pod-identity')[] {
  if (!ipBlock) return []
  const block = parseBlock(ipBlock.cidr)
  const except = (ipBlock.except ?? []).map(parseBlock)
  const hit = (targets: readonly Block[]) => targets.some((target) => reaches(block, except, target))
  return [
    ...(hit(metadataService) ? ['metadata' as const] : []),
    ...(hit(podIdentityAgent) && pod.labels[podIdentityLabel] !== 'true' ? ['pod-identity' as const] : []),
  ]
}
