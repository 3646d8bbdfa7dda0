import type { Env, EnvValue, PodResources } from '../resolve/pod-types.ts'
import { bytes, cpu } from './quantity.ts'

/** Security context of a pod that runs as a fixed user with no rights; meets Pod Security "restricted". */
export function restrictedPod(user: number) {
  return {
    fsGroup: user,
    // A recursive change of owner on each start takes minutes on a volume full of models.
    fsGroupChangePolicy: 'OnRootMismatch' as const,
    runAsGroup: user,
    runAsNonRoot: true,
    runAsUser: user,
    seccompProfile: { type: 'RuntimeDefault' as const },
  }
}

/** Security context of each container: no new rights, nothing to write to but its volumes. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
}

/** Requests and limits of a container. GPUs count in both, as Kubernetes asks for extended resources. */
export function resources(pod: PodResources) {
  const gpus = pod.gpus > 0 ? { 'nvidia.com/gpu': String(pod.gpus) } : {}
  const disk = { 'ephemeral-storage': bytes(pod.ephemeralBytes) }
  return {
    limits: {
      ...(pod.cpuLimitMillis ? { cpu: cpu(pod.cpuLimitMillis) } : {}),
      ...disk,
      memory: bytes(pod.memoryLimitBytes),
      ...gpus,
    },
    requests: { cpu: cpu(pod.cpuMillis), ...disk, memory: bytes(pod.memoryBytes), ...gpus },
  }
}

/** Environment list. Secrets come first: `$(NAME)` is only expanded from variables that stand before. */
export function environment(env: Env) {
  const entries = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))
  const secret = (value: EnvValue) => typeof value !== 'string'
  return [
    ...entries.filter(([, value]) => secret(value)),
    ...entries.filter(([, value]) => !secret(value)),
  ].map(([name, value]) =>
    typeof value === 'string'
      ? { name, value }
      : { name, valueFrom: { secretKeyRef: { key: value.key, name: value.secret } } },
  )
}

/** An empty directory on the node's disk, bounded. */
export function scratch(name: string, sizeBytes: number) {
  return { emptyDir: { sizeLimit: bytes(sizeBytes) }, name }
}

/** Pods on nodes without an accelerator; GPU nodes are for model servers. */
export const cpuNodes = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'accelerator', operator: 'DoesNotExist' }] }],
    },
  },
}

/** Pods on nodes with an accelerator, whichever. */
export const anyGpuNode = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'accelerator', operator: 'Exists' }] }],
    },
  },
}

/** Pods on nodes with one of the accelerators. */
export function gpuNodes(accelerators: readonly string[]) {
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'accelerator', operator: 'In', values: [...accelerators] }] },
        ],
      },
    },
  }
}

/** A pod on a node that is lost is replaced after so long, not after Kubernetes' five minutes. */
export function leaveLostNodes(tolerationSeconds: number) {
  return ['not-ready', 'unreachable'].map((condition) => ({
    effect: 'NoExecute',
    key: `node.kubernetes.io/${condition}`,
    operator: 'Exists',
    tolerationSeconds,
  }))
}

/**
 * Spread over zones, then over nodes. Wished for, not required: a zone without capacity must not stop a tenant.
 * `pod-template-hash` keeps the pods of a rollout from counting against each other.
 */
export function spread(labels: Readonly<Record<string, string>>) {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    labelSelector: { matchLabels: labels },
    matchLabelKeys: ['pod-template-hash'],
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway' as const,
  }))
}
