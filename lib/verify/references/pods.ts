import type { Container, PodSpec, PodTemplateSpec } from '../../kube/types/kubernetes.ts'
import type { Reference } from './reference.ts'

/** Everything that a pod names and cannot start without. */
export function podReferences({ spec }: PodTemplateSpec, namespace: string): Reference[] {
  if (!spec) return []
  const base = 'spec.template.spec'
  const containers: [string, Container][] = [
    ...spec.containers.map((one, index): [string, Container] => [`${base}.containers[${index}]`, one]),
    ...(spec.initContainers ?? []).map((one, index): [string, Container] => [
      `${base}.initContainers[${index}]`,
      one,
    ]),
  ]
  return [
    ...(spec.serviceAccountName
      ? [
          {
            field: `${base}.serviceAccountName`,
            kind: 'ServiceAccount',
            namespace,
            name: spec.serviceAccountName,
          },
        ]
      : []),
    ...(spec.priorityClassName
      ? [
          {
            field: `${base}.priorityClassName`,
            kind: 'PriorityClass',
            namespace: '',
            name: spec.priorityClassName,
          },
        ]
      : []),
    ...containers.flatMap(([field, container]) => envReferences(field, container, namespace)),
    ...volumeReferences(spec, base, namespace),
  ]
}

function envReferences(base: string, container: Container, namespace: string): Reference[] {
  const single = (container.env ?? []).flatMap(({ name: variable, valueFrom }) => {
    const field = `${base}.env[${variable}]`
    const secret = valueFrom?.secretKeyRef
    const map = valueFrom?.configMapKeyRef
    return [
      ...(secret && !secret.optional
        ? [{ field, kind: 'Secret', namespace, name: secret.name ?? '', key: secret.key }]
        : []),
      ...(map && !map.optional
        ? [{ field, kind: 'ConfigMap', namespace, name: map.name ?? '', key: map.key }]
        : []),
    ]
  })
  const whole = (container.envFrom ?? []).flatMap(({ secretRef, configMapRef }) => [
    ...(secretRef && !secretRef.optional
      ? [{ field: `${base}.envFrom`, kind: 'Secret', namespace, name: secretRef.name ?? '' }]
      : []),
    ...(configMapRef && !configMapRef.optional
      ? [{ field: `${base}.envFrom`, kind: 'ConfigMap', namespace, name: configMapRef.name ?? '' }]
      : []),
  ])
  return [...single, ...whole]
}

function volumeReferences(spec: PodSpec, base: string, namespace: string): Reference[] {
  return (spec.volumes ?? []).flatMap((volume) => {
    const field = `${base}.volumes[${volume.name}]`
    const items = (kind: string, name: string, keys: readonly { key: string }[] | undefined): Reference[] =>
      keys
        ? keys.map(({ key }) => ({ field, kind, namespace, name, key }))
        : [{ field, kind, namespace, name }]
    const projected = (volume.projected?.sources ?? []).flatMap(({ configMap, secret }) => [
      ...(configMap && !configMap.optional ? items('ConfigMap', configMap.name ?? '', configMap.items) : []),
      ...(secret && !secret.optional ? items('Secret', secret.name ?? '', secret.items) : []),
    ])
    return [
      ...(volume.configMap && !volume.configMap.optional
        ? items('ConfigMap', volume.configMap.name ?? '', volume.configMap.items)
        : []),
      ...(volume.secret && !volume.secret.optional
        ? items('Secret', volume.secret.secretName ?? '', volume.secret.items)
        : []),
      ...(volume.persistentVolumeClaim
        ? [{ field, kind: 'PersistentVolumeClaim', namespace, name: volume.persistentVolumeClaim.claimName }]
        : []),
      ...projected,
    ]
  })
}
