import { leaves, type Part, type Statements, type Wall, walk } from './wall.ts'

/** Kinds that give a host name to an entry point. */
function hosts({ kind, object }: Part): Statements {
  const spec = (object['spec'] ?? {}) as {
    host?: unknown
    hostnames?: readonly string[]
    rules?: readonly { host?: string }[]
    listeners?: readonly { hostname?: string }[]
  }
  const names = /^(?:k8s\.nginx\.org\/VirtualServer(?:Route)?)$/.test(kind)
    ? [String(spec.host)]
    : /\/(?:HTTPRoute|GRPCRoute|TLSRoute)$/.test(kind)
      ? (spec.hostnames ?? ['every host'])
      : kind === 'networking.k8s.io/Ingress'
        ? (spec.rules ?? [{}]).map(({ host }) => host ?? 'every host')
        : kind.endsWith('/Gateway')
          ? (spec.listeners ?? []).map(({ hostname }) => hostname ?? 'every host')
          : []
  return new Map(names.map((name) => [name, '']))
}

/** Repositories of images and of Crossplane's packages, without tag and digest. */
function repositories({ kind, object }: Part): Statements {
  const found = new Map<string, string>()
  walk(object, (path, value) => {
    const field = path.at(-1)
    const runs = field === 'image' || (field === 'package' && kind.startsWith('pkg.crossplane.io/'))
    if (!runs || typeof value !== 'string' || value === '') return
    const [name = ''] = value.split('@')
    const colon = name.lastIndexOf(':')
    const repository = colon > name.lastIndexOf('/') ? name.slice(0, colon) : name
    found.set(repository, '')
  })
  return found
}

/** Policies and webhooks that admit objects, and the servers that answer for the API. */
function admission({ kind, object }: Part): Statements {
  if (kind.startsWith('admissionregistration.k8s.io/')) {
    const { apiVersion: _, kind: __, metadata: ___, ...rest } = object
    return leaves(rest, (path) => !path.endsWith('caBundle'))
  }
  if (kind === 'apiregistration.k8s.io/APIService')
    return leaves(object['spec'], (path) => !path.endsWith('caBundle'))
  if (kind === 'apiextensions.k8s.io/CustomResourceDefinition')
    return leaves(
      { conversion: (object['spec'] as { conversion?: unknown } | undefined)?.conversion ?? null },
      (path) => !path.endsWith('caBundle'),
    )
  return new Map()
}

/** Settings with which an admission policy refuses nothing. */
const toothless = /failurePolicy|validationActions|enforcementAction/

/** Pods that a network policy isolates, and in which direction. */
function isolation({ kind, object }: Part): Statements {
  if (kind !== 'networking.k8s.io/NetworkPolicy') return new Map()
  const { podSelector, policyTypes, egress } = (object['spec'] ?? {}) as {
    podSelector?: object
    policyTypes?: readonly string[]
    egress?: unknown
  }
  const types = policyTypes?.length ? policyTypes : ['Ingress', ...(egress === undefined ? [] : ['Egress'])]
  const pods = Object.keys(podSelector ?? {}).length === 0 ? 'all pods' : JSON.stringify(podSelector)
  return new Map(types.map((type) => [`${type} of ${pods}`, '']))
}

/** Pod Security below restricted: the one level that needs no reason. */
function podSecurity({ kind, object }: Part): Statements {
  if (kind !== 'Namespace') return new Map()
  const level = object.metadata?.labels?.['pod-security.kubernetes.io/enforce'] ?? 'none'
  return new Map(level === 'restricted' ? [] : [['Pod Security', String(level)]])
}

/** Walls of the cluster: hosts, images, admission, isolation and Pod Security. */
export const clusterWalls: readonly Wall[] = [
  {
    wall: 'hosts',
    title: 'host names',
    read: hosts,
    // A host that nobody answers for is reported by itself.
    grade: ({ after }) => (after === undefined ? undefined : 'review'),
  },
  {
    wall: 'images',
    title: 'image repositories',
    read: repositories,
    grade: ({ after }) => (after === undefined ? undefined : 'review'),
  },
  {
    wall: 'admission',
    title: 'admission of objects',
    read: admission,
    grade: ({ key, after, before, deleted }) => {
      if (deleted) return 'danger'
      if (before !== undefined && after === undefined && toothless.test(key)) return 'danger'
      return after === 'Ignore' && toothless.test(key) ? 'danger' : 'review'
    },
  },
  {
    wall: 'isolation',
    title: 'isolation of pods',
    read: isolation,
    // A new policy isolates more, and the traffic that it opens is reported by itself. In a tenant's namespace the policy
    // for all pods isolates them also when a narrower one is removed.
    grade: ({ key, after, ofTenant }) => {
      if (after !== undefined) return undefined
      if (key.endsWith('all pods')) return 'danger'
      return ofTenant ? undefined : 'review'
    },
  },
  {
    wall: 'pod-security',
    title: 'Pod Security',
    read: podSecurity,
    grade: ({ after }) => (after === undefined ? undefined : after === 'privileged' ? 'danger' : 'review'),
  },
]
