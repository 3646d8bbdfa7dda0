import type { KubeObject } from '../../kube/object.ts'
import { podTemplate } from '../reachability/model.ts'
import { edgeReferences } from './edge.ts'
import { podReferences } from './pods.ts'
import { clusterWide, type Named, named, type Reference } from './reference.ts'
import { secretReferences } from './secrets.ts'

/** Everything that an object names and cannot do without. */
export function referencesOf(object: KubeObject): Reference[] {
  const namespace = object.metadata.namespace ?? ''
  const template = podTemplate(object)
  return [
    ...(template ? podReferences(template, namespace) : []),
    ...(namespace === '' ? [] : [clusterWide('metadata.namespace', 'Namespace', namespace)]),
    ...(ofKind[object.kind]?.(object, namespace) ?? []),
  ]
}

/** Names in objects of a kind, except in their pods. */
type ReferencesOfKind = (object: KubeObject, namespace: string) => Reference[]

const ofKind: Readonly<Record<string, ReferencesOfKind>> = {
  APIService: (object) => {
    const { service } = object['spec'] as { service?: { name: string; namespace: string; port?: number } }
    return service
      ? [
          {
            ...named('spec.service', 'Service', service.namespace, service.name),
            key: String(service.port ?? 443),
          },
        ]
      : []
  },
  Application: (object, namespace) => {
    const { project } = object['spec'] as { project: string }
    return [named('spec.project', 'AppProject', namespace, project)]
  },
  HorizontalPodAutoscaler: (object, namespace) => {
    const { scaleTargetRef } = object['spec'] as { scaleTargetRef: Named }
    return [named('spec.scaleTargetRef', scaleTargetRef.kind, namespace, scaleTargetRef.name)]
  },
  PersistentVolumeClaim: (object) => {
    const { storageClassName } = object['spec'] as { storageClassName?: string }
    return storageClassName ? [clusterWide('spec.storageClassName', 'StorageClass', storageClassName)] : []
  },
  RoleBinding: (object, namespace) => {
    const roleRef = object['roleRef'] as Named
    const subjects = (object['subjects'] ?? []) as readonly (Named & { namespace?: string })[]
    return [
      named('roleRef', roleRef.kind, roleRef.kind === 'Role' ? namespace : '', roleRef.name),
      ...subjects.flatMap((subject, index) =>
        subject.kind === 'ServiceAccount'
          ? [named(`subjects[${index}]`, subject.kind, subject.namespace ?? namespace, subject.name)]
          : [],
      ),
    ]
  },
  StatefulSet: (object, namespace) => {
    const { serviceName } = object['spec'] as { serviceName: string }
    return [named('spec.serviceName', 'Service', namespace, serviceName)]
  },
  Usage: (object, namespace) => {
    const { of } = object['spec'] as { of: { kind: string; resourceRef?: { name: string } } }
    return of.resourceRef ? [named('spec.of', of.kind, namespace, of.resourceRef.name)] : []
  },
  ...edgeReferences,
  ...secretReferences,
}
