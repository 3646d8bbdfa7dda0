import type { LabelSelector, NetworkPolicy, PodTemplateSpec } from '../../kube/types/kubernetes.ts'
import { is, type ValidManifest, type ValidObject } from '../valid.ts'

export type Direction = 'Ingress' | 'Egress'

export type Labels = Readonly<Record<string, string>>

/** A pod template as network policies see its pods. */
export interface PodModel {
  /** `Deployment/open-webui`. */
  readonly owner: string
  readonly namespace: string
  readonly labels: Labels
  /** Container ports by protocol and name (`TCP http`), for policies that name one. */
  readonly namedPorts: Readonly<Record<string, number>>
  /** Policies do not hold on the node's own network. */
  readonly hostNetwork: boolean
}

/** A policy and its file. */
export interface PolicyModel {
  readonly file: string
  readonly name: string
  readonly namespace: string
  readonly spec: NonNullable<NetworkPolicy['spec']>
}

/** A cluster, or the part of it that is looked at, as network policies see it. */
export interface NetworkModel {
  readonly pods: readonly PodModel[]
  readonly policies: readonly PolicyModel[]
  /** Labels of namespaces, the automatic name label included. */
  readonly namespaces: ReadonlyMap<string, Labels>
}

/** Label that the API server sets on each namespace. */
export const namespaceNameLabel = 'kubernetes.io/metadata.name'

/** Reads pods, policies and namespaces out of manifests. */
export function networkModel(manifests: readonly ValidManifest[]): NetworkModel {
  const pods: PodModel[] = []
  const policies: PolicyModel[] = []
  const namespaces = new Map<string, Labels>()
  for (const { path, objects } of manifests) {
    for (const object of objects) {
      const { name, namespace = 'default', labels = {} } = object.metadata
      if (is(object, 'v1', 'Namespace')) namespaces.set(name, { ...labels, [namespaceNameLabel]: name })
      else if (is(object, 'networking.k8s.io/v1', 'NetworkPolicy')) {
        policies.push({ file: `dist/${path}`, name, namespace, spec: object.spec })
      } else {
        const template = podTemplate(object)
        if (template) pods.push(podModel(object, namespace, template))
      }
    }
  }
  return { pods, policies, namespaces }
}

function podModel({ kind, metadata }: ValidObject, namespace: string, template: PodTemplateSpec): PodModel {
  return {
    owner: `${kind}/${metadata.name}`,
    namespace,
    labels: template.metadata?.labels ?? {},
    namedPorts: namedPorts(template.spec),
    hostNetwork: template.spec?.hostNetwork === true,
  }
}

/**
 * The API server does not keep two containers from naming the same port. The first of the containers counts, as EKS'
 * controller has it, and a name that only init containers have counts last. Of those only restartable ones run beside the
 * others.
 *
 * @see https://github.com/aws/amazon-network-policy-controller-k8s/blob/main/pkg/k8s/pod_utils.go
 */
function namedPorts(spec: PodTemplateSpec['spec']): Readonly<Record<string, number>> {
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  const ports = [...(spec?.containers ?? []), ...sidecars].flatMap((container) => container.ports ?? [])
  const named: Record<string, number> = {}
  for (const { name, containerPort, protocol = 'TCP' } of ports)
    if (name) named[portKey(name, protocol)] ??= containerPort
  return named
}

/** Key of a named port: a name of one protocol says nothing of another. */
export function portKey(name: string, protocol: string): string {
  return `${protocol} ${name}`
}

/** Whether a policy restricts a direction. Without types, or with none of them, the API server derives them from the rules. */
export function restricts(
  { policyTypes = [], egress = [] }: PolicyModel['spec'],
  direction: Direction,
): boolean {
  if (policyTypes.length > 0) return policyTypes.includes(direction)
  return direction === 'Ingress' || egress.length > 0
}

/** The pod template of a workload; undefined for every other kind. */
export function podTemplate(object: ValidObject): PodTemplateSpec | undefined {
  if (
    is(object, 'apps/v1', 'Deployment') ||
    is(object, 'apps/v1', 'StatefulSet') ||
    is(object, 'apps/v1', 'DaemonSet') ||
    is(object, 'batch/v1', 'Job')
  )
    return object.spec.template
  return is(object, 'batch/v1', 'CronJob') ? object.spec.jobTemplate.spec?.template : undefined
}

/** Label selection as the API server does it; an empty selector matches everything. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {}))
    if (labels[key] !== value) return false
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key]
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value)
      case 'NotIn':
        return value === undefined || !values.includes(value)
      case 'Exists':
        return value !== undefined
      case 'DoesNotExist':
        return value === undefined
      default:
        throw new Error(`${operator} is not an operator of label selectors`)
    }
  })
}
