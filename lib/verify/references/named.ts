import { podTemplate } from '../reachability/model.ts'
import type { ValidObject } from '../valid.ts'
import { edgeReferences } from './edge.ts'
import { podReferences } from './pods.ts'
import { clusterWide, named, ofKind, type ReadReferences, type Reference } from './reference.ts'
import { secretReferences } from './secrets.ts'

/** Everything that an object names and cannot do without. */
export function referencesOf(object: ValidObject): Reference[] {
  const namespace = object.metadata.namespace ?? ''
  const template = podTemplate(object)
  return [
    ...(template ? podReferences(template, namespace) : []),
    ...(namespace === '' ? [] : [clusterWide('metadata.namespace', 'Namespace', namespace)]),
    ...(readers[object.kind]?.(object, namespace) ?? []),
  ]
}

/** Readers of names by kind; names in pods are read apart. */
const readers: Readonly<Record<string, ReadReferences>> = {
  APIService: ofKind('apiregistration.k8s.io/v1', 'APIService', ({ spec: { service } }) =>
    service?.name && service.namespace
      ? [
          {
            ...named('spec.service', 'Service', service.namespace, service.name),
            key: String(service.port ?? 443),
          },
        ]
      : [],
  ),
  Application: ofKind('argoproj.io/v1alpha1', 'Application', ({ spec }, namespace) => [
    named('spec.project', 'AppProject', namespace, spec.project),
  ]),
  HorizontalPodAutoscaler: ofKind('autoscaling/v2', 'HorizontalPodAutoscaler', ({ spec }, namespace) => [
    named('spec.scaleTargetRef', spec.scaleTargetRef.kind, namespace, spec.scaleTargetRef.name),
  ]),
  PersistentVolumeClaim: ofKind('v1', 'PersistentVolumeClaim', ({ spec: { storageClassName } }) =>
    storageClassName ? [clusterWide('spec.storageClassName', 'StorageClass', storageClassName)] : [],
  ),
  RoleBinding: ofKind(
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    ({ roleRef, subjects = [] }, namespace) => [
      named('roleRef', roleRef.kind, roleRef.kind === 'Role' ? namespace : '', roleRef.name),
      ...subjects.flatMap((subject, index) =>
        subject.kind === 'ServiceAccount'
          ? [named(`subjects[${index}]`, subject.kind, subject.namespace ?? namespace, subject.name)]
          : [],
      ),
    ],
  ),
  StatefulSet: ofKind('apps/v1', 'StatefulSet', ({ spec: { serviceName } }, namespace) =>
    serviceName ? [named('spec.serviceName', 'Service', namespace, serviceName)] : [],
  ),
  Usage: ofKind('protection.crossplane.io/v1beta1', 'Usage', ({ spec: { of } }, namespace) =>
    of.kind && of.resourceRef ? [named('spec.of', of.kind, namespace, of.resourceRef.name)] : [],
  ),
  ...edgeReferences,
  ...secretReferences,
}
