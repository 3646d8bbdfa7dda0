import type { Env, EnvValue, PodResources } from '../resolve/pod-types.ts'
import { expandedText, literalText } from './expansion.ts'
import { bytes, cpu } from './quantity.ts'
import type { EnvVar } from './types/kubernetes.ts'

/** Security context of a pod that runs as a fixed user without privileges. It meets Pod Security "restricted". */
export function restrictedPod(user: number) {
  return {
    fsGroup: user,
    // A recursive change of ownership at each start takes minutes on a volume full of models.
    fsGroupChangePolicy: 'OnRootMismatch' as const,
    runAsGroup: user,
    runAsNonRoot: true,
    runAsUser: user,
    seccompProfile: { type: 'RuntimeDefault' as const },
  }
}

/** Security context of each container: no privilege escalation, no capabilities, a read-only root file system. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
}

/** Requests and limits of a container. GPUs are in both, as Kubernetes requires for extended resources. */
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

/**
 * Environment list. Text is written so that Kubernetes does not expand it. Secrets come first, because Kubernetes expands
 * `$(NAME)` only from earlier variables.
 */
export function environment(env: Env): EnvVar[] {
  const entries = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))
  const secret = (value: EnvValue) => typeof value !== 'string' && 'secret' in value
  return [
    ...entries.filter(([, value]) => secret(value)),
    ...entries.filter(([, value]) => !secret(value)),
  ].map(variableOf)
}

function variableOf([name, value]: readonly [string, EnvValue]): EnvVar {
  if (typeof value === 'string') return { name, value: literalText(value) }
  if ('expands' in value) return { name, value: expandedText(value) }
  const { secret, key, optional } = value
  return { name, valueFrom: { secretKeyRef: { key, name: secret, ...(optional ? { optional } : {}) } } }
}

/** An empty directory on the node's disk, with a maximum size. */
export function scratch(name: string, sizeBytes: number) {
  return { emptyDir: { sizeLimit: bytes(sizeBytes) }, name }
}

/** Pods on nodes without an accelerator. GPU nodes are for model servers. */
export const cpuNodes = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'accelerator', operator: 'DoesNotExist' }] }],
    },
  },
}

/** Pods on nodes with any accelerator. */
export const anyGpuNode = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'accelerator', operator: 'Exists' }] }],
    },
  },
}

/** Pods on nodes with one of the given accelerators. */
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

/** Seconds for which a node may report that it is not ready, for instance while its container runtime restarts. */
const notReadySeconds = 30

/**
 * A pod on a node that is lost is replaced after so long, not after Kubernetes' five minutes. A node that still reports
 * gets more time than one that is silent.
 */
export function leaveLostNodes(silentSeconds: number) {
  const tolerate = (condition: string, tolerationSeconds: number) => ({
    effect: 'NoExecute',
    key: `node.kubernetes.io/${condition}`,
    operator: 'Exists',
    tolerationSeconds,
  })
  return [tolerate('not-ready', notReadySeconds), tolerate('unreachable', silentSeconds)]
}

/**
 * Spreads pods over zones, then over nodes. This is a preference, not a requirement: a zone without capacity must not
 * stop a tenant. `pod-template-hash` prevents the pods of two rollouts from counting against each other.
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
