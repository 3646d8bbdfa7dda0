import type { ApiObject, Chart } from 'cdk8s'
import { k8s } from 'cdk8s-plus-28'

/** How the properties of a class differ from the object's fields. Lists are passed through: `spec.limits.default`. */
interface Difference {
  /** Maps whose values are quantities. */
  readonly quantities?: readonly string[]
  /** Values that are a number or a text. */
  readonly intOrStrings?: readonly string[]
  /** Fields that have another name there. */
  readonly renamed?: Readonly<Record<string, string>>
}

type Properties = Readonly<Record<string, unknown>>
type Class = new (scope: Chart, id: string, properties: Properties) => ApiObject
const known = <C>(Class: C, difference: Difference = {}) => ({
  Class: Class as unknown as Class,
  ...difference,
})

/**
 * Classes of cdk8s-plus-28 for kinds of which Kubernetes 1.28 has every field that Paddock uses. Workloads use fields of
 * later versions, such as `preStop.sleep`, and the classes would leave them out.
 */
const classes: Readonly<Record<string, Difference & { readonly Class: Class }>> = {
  'v1 ConfigMap': known(k8s.KubeConfigMap),
  'v1 LimitRange': known(k8s.KubeLimitRange, {
    quantities: ['default', 'defaultRequest', 'max', 'min'].map((field) => `spec.limits.${field}`),
  }),
  'v1 Namespace': known(k8s.KubeNamespace),
  'v1 ResourceQuota': known(k8s.KubeResourceQuota, { quantities: ['spec.hard'] }),
  'v1 Service': known(k8s.KubeService, {
    intOrStrings: ['spec.ports.targetPort'],
    renamed: { 'spec.clusterIP': 'clusterIp' },
  }),
  'v1 ServiceAccount': known(k8s.KubeServiceAccount),
  'networking.k8s.io/v1 NetworkPolicy': known(k8s.KubeNetworkPolicy, {
    intOrStrings: ['spec.egress.ports.port', 'spec.ingress.ports.port'],
  }),
  'policy/v1 PodDisruptionBudget': known(k8s.KubePodDisruptionBudget, {
    intOrStrings: ['spec.maxUnavailable', 'spec.minAvailable'],
  }),
  'rbac.authorization.k8s.io/v1 ClusterRole': known(k8s.KubeClusterRole, {
    renamed: { 'rules.nonResourceURLs': 'nonResourceUrLs' },
  }),
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': known(k8s.KubeClusterRoleBinding),
  'rbac.authorization.k8s.io/v1 Role': known(k8s.KubeRole),
  'rbac.authorization.k8s.io/v1 RoleBinding': known(k8s.KubeRoleBinding),
  'scheduling.k8s.io/v1 PriorityClass': known(k8s.KubePriorityClass),
}

/** Creates an object by its class of cdk8s-plus-28. Undefined for a kind that has none here. */
export function byClass(
  chart: Chart,
  id: string,
  object: { readonly apiVersion: string; readonly kind: string },
): ApiObject | undefined {
  const { apiVersion, kind, ...fields } = object
  const found = classes[`${apiVersion} ${kind}`]
  if (!found) return undefined
  const { Class, ...difference } = found
  const isSame = Object.keys(difference).length === 0
  return new Class(chart, id, isSame ? fields : (propertiesOf(fields, '', difference) as Properties))
}

function propertiesOf(value: unknown, path: string, difference: Difference): unknown {
  if (value === undefined) return undefined
  if (difference.intOrStrings?.includes(path)) return intOrString(value)
  if (Array.isArray(value)) return value.map((one) => propertiesOf(one, path, difference))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (difference.quantities?.includes(path))
    return Object.fromEntries(entries.map(([key, one]) => [key, quantity(one)]))
  return Object.fromEntries(
    entries.map(([key, one]) => {
      const below = path === '' ? key : `${path}.${key}`
      return [difference.renamed?.[below] ?? key, propertiesOf(one, below, difference)]
    }),
  )
}

function intOrString(value: unknown): k8s.IntOrString {
  return typeof value === 'number'
    ? k8s.IntOrString.fromNumber(value)
    : k8s.IntOrString.fromString(String(value))
}

function quantity(value: unknown): k8s.Quantity {
  return typeof value === 'number' ? k8s.Quantity.fromNumber(value) : k8s.Quantity.fromString(String(value))
}

/**
 * Checks that a class has kept every field: it leaves out those that it does not know, without an error.
 *
 * @throws with the path of the first field that is missing or has another value
 */
export function expectKept(literal: unknown, kept: unknown, path = ''): void {
  if (literal === undefined || literal === kept) return
  if (typeof literal !== 'object' || literal === null || typeof kept !== 'object' || kept === null)
    throw new Error(`cdk8s-plus-28 leaves out or changes ${path}: draw the kind without its class`)
  for (const [key, value] of Object.entries(literal))
    expectKept(value, (kept as Properties)[key], path === '' ? key : `${path}.${key}`)
}
