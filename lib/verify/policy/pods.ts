import type { KubeObject } from '../../kube/object.ts'
import type { PodSpec } from '../../kube/types/kubernetes.ts'
import { podTemplate } from '../reachability/model.ts'
import { type Breach, containerBreaches, servingBreaches } from './containers.ts'
import { excused } from './reason.ts'

/** Volume types that Pod Security "restricted" allows. @see https://kubernetes.io/docs/concepts/security/pod-security-standards */
const volumeTypes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
])

/** Rules on a workload's pods; none for other kinds. */
export function podBreaches(object: KubeObject): Breach[] {
  const pod = podTemplate(object)?.spec
  if (!pod) return []
  const base = 'spec.template.spec'
  const serving = object.kind === 'Deployment' || object.kind === 'StatefulSet' || object.kind === 'DaemonSet'
  return excused(object, [
    ...hostBreaches(pod, base),
    ...volumeBreaches(pod, base),
    ...pod.containers.flatMap((one, index) => containerBreaches(pod, one, `${base}.containers[${index}]`)),
    ...(pod.initContainers ?? []).flatMap((one, index) =>
      containerBreaches(pod, one, `${base}.initContainers[${index}]`),
    ),
    ...(serving
      ? pod.containers.flatMap((one, index) => servingBreaches(pod, one, `${base}.containers[${index}]`))
      : []),
    ...(object.kind === 'Deployment' ? spreadBreaches(object, pod, base) : []),
  ])
}

function hostBreaches(pod: PodSpec, base: string): Breach[] {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => pod[field] === true)
  return [
    ...shared.map((field): Breach => ({ field: `${base}.${field}`, facts: { problem: 'host-namespace' } })),
    ...(pod.automountServiceAccountToken === false
      ? []
      : [{ field: `${base}.automountServiceAccountToken`, facts: { problem: 'pod-token' as const } }]),
  ]
}

function volumeBreaches(pod: PodSpec, base: string): Breach[] {
  return (pod.volumes ?? []).flatMap((volume) => {
    const field = `${base}.volumes[${volume.name}]`
    const types = Object.keys(volume).filter((key) => key !== 'name')
    return [
      ...types
        .filter((type) => !volumeTypes.has(type))
        .map((type): Breach => ({ field, facts: { problem: 'volume-type', type } })),
      ...(volume.emptyDir && volume.emptyDir.sizeLimit === undefined
        ? [{ field, facts: { problem: 'empty-dir-limit' as const } }]
        : []),
    ]
  })
}

/** One replica cannot be spread; without a number an autoscaler decides. */
function spreadBreaches(object: KubeObject, pod: PodSpec, base: string): Breach[] {
  const { replicas } = object['spec'] as { replicas?: number }
  if (replicas !== undefined && replicas < 2) return []
  const spread = pod.topologySpreadConstraints?.some(
    ({ topologyKey }) => topologyKey === 'topology.kubernetes.io/zone',
  )
  return spread ? [] : [{ field: `${base}.topologySpreadConstraints`, facts: { problem: 'spread' } }]
}
