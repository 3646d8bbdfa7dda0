import type { KubeObject } from '../../kube/object.ts'
import { ownLabel, ownNamespace } from '../../kube/own-chart.ts'
import { clusterWideKinds, everydayKinds, guardedKinds, hasKind } from '../../kube/own-kinds.ts'
import type { Breach } from '../policy/containers.ts'
import { podTemplate } from '../reachability/model.ts'

/** Rules on one object of an own chart: its kind, its place, its names and what it grants. */
export function ownObjectBreaches(object: KubeObject, name: string): Breach[] {
  const namespace = ownNamespace(name)
  const { kind, metadata } = object
  if (kind === 'Namespace') {
    return metadata.name === namespace
      ? []
      : [breach('metadata.name', 'it is another namespace', `leave it out; Paddock creates ${namespace}`)]
  }
  if (kind === 'Secret')
    return [
      breach('kind', 'a Secret in Git is no secret', 'use an ExternalSecret that reads Secrets Manager'),
    ]
  const clusterWide = hasKind(clusterWideKinds, object)
  if (!clusterWide && !hasKind([...everydayKinds, ...guardedKinds], object))
    return [
      breach('kind', `an own chart may not have a ${kind}`, 'make it a component: npx paddock component new'),
    ]
  return [
    ...placeBreaches(object, namespace, clusterWide),
    ...labelBreaches('metadata.labels', metadata.labels ?? {}, name),
    ...labelBreaches('spec.template.metadata.labels', podTemplate(object)?.metadata?.labels ?? {}, name),
    ...bindingBreaches(object, namespace),
  ]
}

function placeBreaches({ metadata }: KubeObject, namespace: string, clusterWide: boolean): Breach[] {
  if (clusterWide) {
    return metadata.name === namespace || metadata.name.startsWith(`${namespace}-`)
      ? []
      : [
          breach(
            'metadata.name',
            'all charts of the cluster share such names',
            `let it begin with ${namespace}`,
          ),
        ]
  }
  return metadata.namespace === namespace
    ? []
    : [
        breach(
          'metadata.namespace',
          `it is ${metadata.namespace ?? 'missing'}`,
          `leave it out; it becomes ${namespace}`,
        ),
      ]
}

/** Network policies of the whole cluster select by labels of Paddock. */
const mayHave = ['paddock.dev/published', ownLabel]

function labelBreaches(field: string, labels: Readonly<Record<string, string>>, name: string): Breach[] {
  return Object.entries(labels)
    .filter(
      ([key, value]) =>
        key.startsWith('paddock.dev/') && !(mayHave.includes(key) && (key !== ownLabel || value === name)),
    )
    .map(([key]) => breach(`${field}[${key}]`, 'policies of the platform select by it', 'remove it'))
}

interface Named {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

/** A binding gives its own accounts roles of its own, or `view`. */
function bindingBreaches(object: KubeObject, namespace: string): Breach[] {
  if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding') return []
  const { roleRef, subjects = [] } = object as unknown as { roleRef: Named; subjects?: readonly Named[] }
  const own = roleRef.kind === 'Role' || roleRef.name === 'view' || roleRef.name.startsWith(namespace)
  return [
    ...(own
      ? []
      : [breach('roleRef', `${roleRef.name} is no role of this chart`, 'bind a role of this chart')]),
    ...subjects.flatMap((subject, index) =>
      subject.kind === 'ServiceAccount' && (subject.namespace ?? namespace) === namespace
        ? []
        : [
            breach(
              `subjects[${index}]`,
              `${subject.kind} ${subject.name} is not of this chart`,
              'name a ServiceAccount of this chart',
            ),
          ],
    ),
  ]
}

function breach(field: string, why: string, remedy: string): Breach {
  return { field, why, remedy }
}
