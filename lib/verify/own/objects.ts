import { ownLabel, ownNamespace } from '../../kube/own-chart.ts'
import { clusterWideKinds, everydayKinds, guardedKinds, hasKind } from '../../kube/own-kinds.ts'
import { podTemplate } from '../reachability/model.ts'
import { is, type ValidObject } from '../valid.ts'
import type { OwnBreach } from './breach.ts'

/** Rules on one object of an own chart: its kind, its place, its names and what it grants. */
export function ownObjectBreaches(object: ValidObject, name: string): OwnBreach[] {
  const namespace = ownNamespace(name)
  const { kind, metadata } = object
  if (kind === 'Namespace') {
    return metadata.name === namespace
      ? []
      : [breach('metadata.name', { problem: 'other-namespace', namespace })]
  }
  if (kind === 'Secret') return [breach('kind', { problem: 'secret' })]
  const clusterWide = hasKind(clusterWideKinds, object)
  if (!clusterWide && !hasKind([...everydayKinds, ...guardedKinds], object))
    return [breach('kind', { problem: 'kind', kind })]
  return [
    ...placeBreaches(object, namespace, clusterWide),
    ...labelBreaches('metadata.labels', metadata.labels ?? {}, name),
    ...labelBreaches('spec.template.metadata.labels', podTemplate(object)?.metadata?.labels ?? {}, name),
    ...bindingBreaches(object, namespace),
  ]
}

function placeBreaches({ metadata }: ValidObject, namespace: string, clusterWide: boolean): OwnBreach[] {
  if (clusterWide) {
    return metadata.name === namespace || metadata.name.startsWith(`${namespace}-`)
      ? []
      : [breach('metadata.name', { problem: 'shared-name', namespace })]
  }
  return metadata.namespace === namespace
    ? []
    : [
        breach('metadata.namespace', {
          problem: 'namespace',
          namespace,
          ...(metadata.namespace === undefined ? {} : { named: metadata.namespace }),
        }),
      ]
}

/** Network policies of the whole cluster select by labels of Paddock. */
const mayHave = ['paddock.dev/published', ownLabel]

function labelBreaches(field: string, labels: Readonly<Record<string, string>>, name: string): OwnBreach[] {
  return Object.entries(labels)
    .filter(
      ([key, value]) =>
        key.startsWith('paddock.dev/') && !(mayHave.includes(key) && (key !== ownLabel || value === name)),
    )
    .map(([key]) => breach(`${field}[${key}]`, { problem: 'label' }))
}

const rbac = 'rbac.authorization.k8s.io/v1'

/** A binding gives its own accounts roles of its own; in its namespace also `view`, which reads no Secret. */
function bindingBreaches(object: ValidObject, namespace: string): OwnBreach[] {
  if (!is(object, rbac, 'RoleBinding') && !is(object, rbac, 'ClusterRoleBinding')) return []
  const { roleRef, subjects = [] } = object
  const own =
    roleRef.kind === 'Role' ||
    roleRef.name === namespace ||
    roleRef.name.startsWith(`${namespace}-`) ||
    (roleRef.name === 'view' && object.kind === 'RoleBinding')
  return [
    ...(own ? [] : [breach('roleRef', { problem: 'role', role: roleRef.name })]),
    ...subjects.flatMap((subject, index) =>
      subject.kind === 'ServiceAccount' && (subject.namespace ?? namespace) === namespace
        ? []
        : [breach(`subjects[${index}]`, { problem: 'subject', kind: subject.kind, name: subject.name })],
    ),
  ]
}

function breach(field: string, facts: OwnBreach['facts']): OwnBreach {
  return { field, facts }
}
