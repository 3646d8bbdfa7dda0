import type { PodDisruptionBudgetSpec, PolicyRule, ServiceSpec } from '../../kube/types/kubernetes.ts'
import { is, type ValidObject } from '../valid.ts'
import type { Breach } from './containers.ts'
import { edgeBreaches } from './edge.ts'
import { hasReason } from './reason.ts'

const dangerousVerbs = ['*', 'escalate', 'bind', 'impersonate']
const modes = ['enforce', 'audit', 'warn']

/** Rules on objects other than pods. */
export function objectBreaches(object: ValidObject): Breach[] {
  if (is(object, 'v1', 'Namespace')) return namespaceBreaches(object)
  if (is(object, rbac, 'Role') || is(object, rbac, 'ClusterRole'))
    return hasReason(object) ? [] : roleBreaches(object.rules)
  if (is(object, 'v1', 'ServiceAccount'))
    return object.automountServiceAccountToken === false
      ? []
      : [{ field: 'automountServiceAccountToken', facts: { problem: 'account-token' } }]
  if (is(object, 'v1', 'Service')) return serviceBreaches(object.spec)
  if (is(object, 'policy/v1', 'PodDisruptionBudget')) return budgetBreaches(object.spec)
  return is(object, 'k8s.nginx.org/v1', 'VirtualServer') ? edgeBreaches(object.spec) : []
}

const rbac = 'rbac.authorization.k8s.io/v1'

/** A tenant's namespace is always restricted. */
function namespaceBreaches(object: ValidObject): Breach[] {
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
              facts: {
                problem: 'pod-security-level' as const,
                ...(level === undefined ? {} : { level }),
              },
            },
          ]),
      ...(/^v1\.\d+$/.test(version ?? '')
        ? []
        : [
            {
              field: `metadata.labels[${label}-version]`,
              facts: { problem: 'pod-security-version' as const },
            },
          ]),
    ]
  })
}

function roleBreaches(rules: readonly PolicyRule[] = []): Breach[] {
  return rules.flatMap(({ apiGroups = [], resources = [], verbs }, index) => {
    const field = `rules[${index}]`
    const breach = (facts: Breach['facts']): Breach => ({ field, facts })
    const touches = (resource: string) => resources.some((one) => one === resource || one === '*')
    return [
      ...(verbs.some((verb) => dangerousVerbs.includes(verb))
        ? [breach({ problem: 'role-verbs', verbs })]
        : []),
      ...([...apiGroups, ...resources].includes('*') ? [breach({ problem: 'role-wildcard' })] : []),
      ...(touches('secrets') ? [breach({ problem: 'role-secrets' })] : []),
      ...(['pods/exec', 'pods/attach', 'pods/ephemeralcontainers', 'serviceaccounts/token'].some(touches)
        ? [breach({ problem: 'role-runs-as-pod', resources })]
        : []),
      ...(touches('deployments') && verbs.some((verb) => ['create', 'patch', 'update'].includes(verb))
        ? [breach({ problem: 'role-pod-templates' })]
        : []),
    ]
  })
}

function serviceBreaches({ type = 'ClusterIP' }: ServiceSpec): Breach[] {
  return type === 'LoadBalancer' || type === 'NodePort'
    ? [{ field: 'spec.type', facts: { problem: 'service-type', type } }]
    : []
}

/** A budget that no eviction can satisfy, or that counts pods which never get ready, holds a drain for ever. */
function budgetBreaches({
  maxUnavailable,
  minAvailable,
  unhealthyPodEvictionPolicy,
}: PodDisruptionBudgetSpec): Breach[] {
  const blocks =
    maxUnavailable === 0 ||
    maxUnavailable === '0%' ||
    minAvailable === '100%' ||
    (maxUnavailable === undefined && typeof minAvailable === 'number')
  return [
    ...(blocks ? [{ field: 'spec', facts: { problem: 'budget-blocks' as const } }] : []),
    ...(unhealthyPodEvictionPolicy === 'AlwaysAllow'
      ? []
      : [{ field: 'spec.unhealthyPodEvictionPolicy', facts: { problem: 'budget-unready' as const } }]),
  ]
}
