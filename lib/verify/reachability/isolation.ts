import type { NetworkPolicyPeer } from '../../kube/types/kubernetes.ts'
import { error, type Finding } from '../../spec/finding.ts'
import { type Block, parseBlock, reaches } from './cidr.ts'
import { type NetworkModel, namespaceNameLabel, type PodModel, type PolicyModel, selects } from './model.ts'

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
  const path = incoming
    ? `a pod of any other tenant → ${pod.namespace} ${pod.owner}`
    : `${pod.namespace} ${pod.owner} → a pod of any other tenant`
  if (pod.hostNetwork) return [leak('network', pod.owner, '', path, 'it runs on the network of its node')]
  const selecting = policies.filter(
    (policy) =>
      (policy.spec.policyTypes?.includes(direction) ?? (incoming || (policy.spec.egress?.length ?? 0) > 0)) &&
      selects(policy.spec.podSelector ?? {}, pod.labels),
  )
  if (selecting.length === 0)
    return [leak('network', pod.owner, '', path, `no policy holds its ${direction.toLowerCase()}`)]
  return selecting.flatMap((policy) =>
    ((incoming ? policy.spec.ingress : policy.spec.egress) ?? []).flatMap((rule, index) => {
      const field = `spec.${direction.toLowerCase()}[${index}]`
      const peers = 'from' in rule ? rule.from : 'to' in rule ? rule.to : undefined
      const at = (why: string, to = path) => leak(policy.file, `NetworkPolicy/${policy.name}`, field, to, why)
      if (!peers || peers.length === 0) return [at('the rule names no peer, which means any')]
      return peers.flatMap((peer) => [
        ...(mayBeForeign(peer, pod.namespace, podBlocks)
          ? [at(`the peer ${JSON.stringify(peer)} may be one`)]
          : []),
        ...(incoming
          ? []
          : reachesMetadata(pod, peer).map((place) =>
              at('the block covers it', `${pod.namespace} ${pod.owner} → ${place}`),
            )),
      ])
    }),
  )
}

function leak(file: string, object: string, field: string, path: string, why: string): Finding {
  return error(
    'isolation',
    file,
    `${object} ${field}`.trim(),
    `${path} is open: ${why}`,
    'narrow the flow in lib/resolve/network.ts',
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

function reachesMetadata(pod: PodModel, { ipBlock }: NetworkPolicyPeer): string[] {
  if (!ipBlock) return []
  const block = parseBlock(ipBlock.cidr)
  const except = (ipBlock.except ?? []).map(parseBlock)
  const hit = (targets: readonly Block[]) => targets.some((target) => reaches(block, except, target))
  return [
    ...(hit(metadataService) ? ['the cloud metadata service'] : []),
    ...(hit(podIdentityAgent) && pod.labels[podIdentityLabel] !== 'true' ? ['the Pod Identity agent'] : []),
  ]
}
