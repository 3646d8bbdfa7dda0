import { byProblem, type WordsOf } from '../words.ts'

interface Direction {
  /** `tenant-acme Deployment/open-webui`. */
  readonly pod: string
  readonly direction: 'Ingress' | 'Egress'
}

/** Addresses that a tenant's own destinations may not cover. */
export type ClosedAddresses =
  | 'link-local'
  | 'loopback'
  | 'metadata'
  | 'multicast'
  | 'reserved'
  | 'translated'
  | 'apiServer'
  | 'database'
  | 'endpoint'
  | 'pod'
  | 'service'

/** Facts of findings on network flows: those that specs ask for, and those that policies open or close. */
export interface NetworkFacts {
  readonly 'block-form':
    | { readonly problem: 'not-a-block'; readonly cidr: string }
    | { readonly problem: 'form'; readonly cidr: string; readonly expected: string }
  readonly isolation:
    | (Direction & { readonly problem: 'host-network' })
    | (Direction & { readonly problem: 'no-policy' })
    | (Direction & { readonly problem: 'any-peer' })
    | (Direction & { readonly problem: 'peer'; readonly peer: object })
    | (Direction & {
        readonly problem: 'surplus'
        /** The peer as JSON, or words for its addresses. */
        readonly end: string
        readonly ports: string
      })
    | { readonly problem: 'unknown-pod'; readonly pod: string }
    | { readonly problem: 'metadata'; readonly pod: string }
    | { readonly problem: 'pod-identity'; readonly pod: string }
  readonly 'no-default-deny': { readonly namespace: string }
  readonly outside:
    | { readonly problem: 'repeated-name'; readonly name: string }
    | { readonly problem: 'not-a-block'; readonly cidr: string }
    | { readonly problem: 'form'; readonly cidr: string; readonly expected: string }
    | { readonly problem: 'closed'; readonly cidr: string; readonly covers: ClosedAddresses }
  readonly 'path-closed': {
    readonly from: string
    readonly to: string
    readonly protocol: string
    readonly port: number
    /** No pod of the tenant has the name `from`. */
    readonly noSource: boolean
  }
}

const closedAddresses: Readonly<Record<ClosedAddresses, string>> = {
  'link-local': 'link-local addresses, including the cloud metadata service',
  loopback: 'loopback addresses',
  metadata: 'addresses of the cloud metadata service',
  multicast: 'multicast addresses',
  reserved: 'addresses that are reserved',
  translated: 'IPv4 addresses in a form of IPv6 (mapped, NAT64, 6to4, Teredo)',
  apiServer: 'addresses of the cluster’s control plane',
  database: 'addresses of the cluster’s databases',
  endpoint: 'addresses of the cluster’s interface endpoints',
  pod: 'addresses of the cluster’s pods',
  service: 'addresses of the cluster’s Services',
}

const narrow = () => 'narrow the flow in lib/resolve/network.ts'
const ownBlock = () => 'give the destination’s own public block'

function open({ pod, direction }: Direction): string {
  const other = 'a pod of any other tenant'
  return `${direction === 'Ingress' ? `${other} → ${pod}` : `${pod} → ${other}`} is open`
}

export const networkWords: WordsOf<NetworkFacts> = {
  'block-form': byProblem({
    'not-a-block': {
      why: ({ cidr }) => `"${cidr}" is not a block of addresses`,
      remedy: () => 'write an IPv4 address, a slash and the length of the prefix',
    },
    form: {
      why: ({ cidr, expected }) => `"${cidr}" is another form of ${expected}`,
      remedy: ({ expected }) => `write ${expected}, or the block that you mean`,
    },
  }),
  isolation: byProblem({
    'host-network': {
      why: (facts) => `${open(facts)}: it runs on the network of its node`,
      remedy: narrow,
    },
    'no-policy': {
      why: (facts) => `${open(facts)}: no policy restricts its ${facts.direction.toLowerCase()}`,
      remedy: narrow,
    },
    'any-peer': {
      why: (facts) => `${open(facts)}: the rule names no peer, which means any`,
      remedy: narrow,
    },
    peer: {
      why: (facts) => `${open(facts)}: the peer ${JSON.stringify(facts.peer)} may be one`,
      remedy: narrow,
    },
    surplus: {
      why: ({ pod, direction, end, ports }) =>
        `${direction === 'Ingress' ? `${end} → ${pod}` : `${pod} → ${end}`} (${ports}) is open, and the table of allowed ends lacks it`,
      remedy: () =>
        'narrow the flow in lib/resolve/network.ts, or add the end and its reason to lib/verify/reachability/ends.ts',
    },
    'unknown-pod': {
      why: ({ pod }) => `the table of allowed ends says nothing of the pods of ${pod}`,
      remedy: () => 'add them to lib/verify/reachability/ends.ts, with each end and its reason',
    },
    metadata: {
      why: ({ pod }) => `${pod} → the cloud metadata service is open: the block covers it`,
      remedy: narrow,
    },
    'pod-identity': {
      why: ({ pod }) => `${pod} → the Pod Identity agent is open: the block covers it`,
      remedy: narrow,
    },
  }),
  'no-default-deny': {
    why: ({ namespace }) => `no NetworkPolicy closes the namespace ${namespace} to and from all of its pods`,
    remedy: () =>
      'add one with an empty podSelector, both policyTypes and no rules; then open the flows that each pod needs',
  },
  outside: byProblem({
    'repeated-name': {
      why: ({ name }) => `"${name}" names two destinations`,
      remedy: () => 'give each a name of its own',
    },
    'not-a-block': { why: ({ cidr }) => `"${cidr}" is not a block of addresses`, remedy: ownBlock },
    form: {
      why: ({ cidr, expected }) => `"${cidr}" is another form of ${expected}`,
      remedy: ({ expected }) => `write ${expected}, or the block that you mean`,
    },
    closed: {
      why: ({ cidr, covers }) => `"${cidr}" covers ${closedAddresses[covers]}`,
      remedy: ownBlock,
    },
  }),
  'path-closed': {
    why: ({ from, to, protocol, port, noSource }) =>
      `${from} → ${to} ${protocol} ${port}${noSource ? ' (there is no such pod)' : ''} is closed`,
    remedy: () => 'add the flow in lib/resolve/network.ts',
  },
}
