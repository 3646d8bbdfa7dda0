import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../kube/types/kubernetes.ts'
import { whereOf } from './fold.ts'
import type { ObjectChange } from './objects.ts'
import type { Flow } from './report.ts'

type Selector = NetworkPolicyPeer['podSelector']
type PrintedFlow = Pick<Flow, 'direction' | 'pods' | 'peer' | 'ports'>

/**
 * Directions of traffic that a unit's network policies open or close; those of a new tenant are listed like those of
 * others. A deleted tenant is omitted: nothing of it sends or receives.
 */
export function diffFlows(changes: readonly ObjectChange[]): Flow[] {
  const policies = changes.filter(({ kind }) => kind === 'networking.k8s.io/NetworkPolicy')
  const first = policies[0]
  const whole = changes.some(({ kind, action }) => kind === 'Namespace' && action === 'delete')
  if (!first || (whole && first.tenant !== undefined)) return []
  const before = index(
    policies.flatMap((change) => (change.before ? flowsOf(change.before as NetworkPolicy) : [])),
  )
  const after = index(
    policies.flatMap((change) => (change.after ? flowsOf(change.after as NetworkPolicy) : [])),
  )
  const only = (these: Map<string, PrintedFlow>, those: Map<string, PrintedFlow>, change: Flow['change']) =>
    [...these]
      .filter(([key]) => !those.has(key))
      .map(([, reported]) => ({ change, ...reported, ...whereOf(first) }))
  return [...only(after, before, 'opened'), ...only(before, after, 'closed')]
}

function index(flows: readonly PrintedFlow[]): Map<string, PrintedFlow> {
  return new Map(flows.map((flow) => [JSON.stringify(flow), flow]))
}

function flowsOf({ spec }: NetworkPolicy): PrintedFlow[] {
  const pods = selector(spec?.podSelector) ?? 'all pods'
  const list = (
    direction: PrintedFlow['direction'],
    rules: readonly {
      peers: readonly NetworkPolicyPeer[] | undefined
      ports: readonly NetworkPolicyPort[] | undefined
    }[],
  ) =>
    rules.flatMap(({ peers, ports }) => {
      const reported = (ports ?? []).map(port).join(', ') || 'every port'
      const ends = peers && peers.length > 0 ? peers.map(end) : ['anyone']
      return ends.map((peer): PrintedFlow => ({ direction, pods, peer, ports: reported }))
    })
  return [
    ...list(
      'in',
      (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports })),
    ),
    ...list(
      'out',
      (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports })),
    ),
  ]
}

function end({ ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer): string {
  if (ipBlock) return [ipBlock.cidr, ...(ipBlock.except ?? []).map((cidr) => `except ${cidr}`)].join(' ')
  const namespace = namespaceSelector
    ? (selector(namespaceSelector) ?? 'every namespace')
    : 'the same namespace'
  return [selector(podSelector) ?? 'all pods', namespace].join(' of ')
}

/** Labels of a selector, the usual one by its value alone; undefined when it selects everything. */
function selector(labels: Selector): string | undefined {
  const exact = Object.entries(labels?.matchLabels ?? {}).map(([key, value]) =>
    key === 'app.kubernetes.io/name' || key === 'kubernetes.io/metadata.name' ? value : `${key}=${value}`,
  )
  const others = (labels?.matchExpressions ?? []).map(({ key, operator, values }) =>
    [key, operator, ...(values ?? [])].join(' '),
  )
  return [...exact, ...others].sort().join(', ') || undefined
}

function port({ protocol = 'TCP', port: number, endPort }: NetworkPolicyPort): string {
  return `${protocol} ${number === undefined ? 'any' : endPort === undefined ? number : `${number}–${endPort}`}`
}
