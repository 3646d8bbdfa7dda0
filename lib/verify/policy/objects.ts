import type { KubeObject } from '../../kube/object.ts'
import type { Breach } from './containers.ts'
import { edgeBreaches } from './edge.ts'
import { hasReason, reasonAnnotation } from './reason.ts'

const dangerousVerbs = ['*', 'escalate', 'bind', 'impersonate']
const modes = ['enforce', 'audit', 'warn']

/** Rules on objects other than pods. */
export function objectBreaches(object: KubeObject): Breach[] {
  switch (object.kind) {
    case 'Namespace':
      return namespaceBreaches(object)
    case 'Role':
    case 'ClusterRole':
      return hasReason(object) ? [] : roleBreaches(object)
    case 'ServiceAccount':
      return object['automountServiceAccountToken'] === false
        ? []
        : [
            {
              field: 'automountServiceAccountToken',
              why: 'its token is mounted unasked',
              remedy: 'set it to false',
            },
          ]
    case 'Service':
      return serviceBreaches(object)
    case 'PodDisruptionBudget':
      return budgetBreaches(object)
    case 'VirtualServer':
      return edgeBreaches(object)
    default:
      return []
  }
}

/** A tenant's namespace is always restricted. */
function namespaceBreaches(object: KubeObject): Breach[] {
  const { metadata } = object
  const mayBeOpen = hasReason(object) && metadata.labels?.['paddock.dev/tenant'] === undefined
  return modes.flatMap((mode) => {
    const label = `pod-security.kubernetes.io/${mode}`
    const { [label]: level, [`${label}-version`]: version } = metadata.labels ?? {}
    return [
      ...(level === 'restricted' || (mayBeOpen && (level === 'baseline' || level === 'privileged'))
        ? []
        : [
            {
              field: `metadata.labels[${label}]`,
              why: `it is ${level ?? 'missing'}`,
              remedy: 'set it to restricted',
            },
          ]),
      ...(/^v1\.\d+$/.test(version ?? '')
        ? []
        : [
            {
              field: `metadata.labels[${label}-version]`,
              why: 'the version is not pinned',
              remedy: 'set it to v1.<minor>',
            },
          ]),
    ]
  })
}

function roleBreaches(object: KubeObject): Breach[] {
  const rules = (object['rules'] ?? []) as { apiGroups?: string[]; resources?: string[]; verbs: string[] }[]
  return rules.flatMap(({ apiGroups = [], resources = [], verbs }, index) => {
    const field = `rules[${index}]`
    const breach = (why: string) => ({
      field,
      why,
      remedy: `narrow it, or say why in the annotation ${reasonAnnotation}`,
    })
    const touches = (resource: string) => resources.some((one) => one === resource || one === '*')
    return [
      ...(verbs.some((verb) => dangerousVerbs.includes(verb))
        ? [breach(`the verbs ${verbs.join(', ')} allow escalation`)]
        : []),
      ...([...apiGroups, ...resources].includes('*') ? [breach('it names everything by *')] : []),
      ...(touches('secrets') ? [breach('it touches secrets')] : []),
      ...(['pods/exec', 'pods/attach', 'pods/ephemeralcontainers', 'serviceaccounts/token'].some(touches)
        ? [breach(`${resources.join(', ')} allow to run as a pod`)]
        : []),
      ...(touches('deployments') && verbs.some((verb) => ['create', 'patch', 'update'].includes(verb))
        ? [breach('who changes a pod template can mount any Secret')]
        : []),
    ]
  })
}

function serviceBreaches(object: KubeObject): Breach[] {
  const { type = 'ClusterIP' } = object['spec'] as { type?: string }
  return type === 'LoadBalancer' || type === 'NodePort'
    ? [{ field: 'spec.type', why: `${type} opens a way past the edge`, remedy: 'use ClusterIP' }]
    : []
}

/** A budget that no eviction can satisfy, or that counts pods which never get ready, holds a drain for ever. */
function budgetBreaches(object: KubeObject): Breach[] {
  const { maxUnavailable, minAvailable, unhealthyPodEvictionPolicy } = object['spec'] as {
    maxUnavailable?: number | string
    minAvailable?: number | string
    unhealthyPodEvictionPolicy?: string
  }
  const blocks =
    maxUnavailable === 0 ||
    maxUnavailable === '0%' ||
    minAvailable === '100%' ||
    (maxUnavailable === undefined && typeof minAvailable === 'number')
  return [
    ...(blocks
      ? [
          {
            field: 'spec',
            why: 'it can block the drain of a node for ever',
            remedy: 'set maxUnavailable to 1 or more',
          },
        ]
      : []),
    ...(unhealthyPodEvictionPolicy === 'AlwaysAllow'
      ? []
      : [
          {
            field: 'spec.unhealthyPodEvictionPolicy',
            why: 'pods that never get ready block the drain of a node for ever',
            remedy: 'set it to AlwaysAllow',
          },
        ]),
  ]
}
