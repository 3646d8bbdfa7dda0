import type { Container, PodSpec } from '../../kube/types/kubernetes.ts'

/** A broken rule: where in the pod, why, and what to do. */
export interface Breach {
  readonly field: string
  readonly why: string
  readonly remedy: string
}

/** Rules on one container that hold everywhere in the platform. */
export function containerBreaches(pod: PodSpec, container: Container, field: string): Breach[] {
  const breach = (when: boolean, at: string, why: string, remedy: string): Breach[] =>
    when ? [{ field: `${field}.${at}`, why, remedy }] : []
  const security = container.securityContext ?? {}
  const user = security.runAsUser ?? pod.securityContext?.runAsUser
  const nonRoot = security.runAsNonRoot ?? pod.securityContext?.runAsNonRoot
  const profile = security.seccompProfile?.type ?? pod.securityContext?.seccompProfile?.type
  const { requests = {}, limits = {} } = container.resources ?? {}
  return [
    ...breach(nonRoot !== true, 'securityContext.runAsNonRoot', 'it may run as root', 'set runAsNonRoot'),
    ...breach(
      user === undefined || user === 0,
      'securityContext.runAsUser',
      'it has no numeric user other than root',
      'set runAsUser',
    ),
    ...breach(security.privileged === true, 'securityContext.privileged', 'it is privileged', 'remove it'),
    ...breach(
      security.allowPrivilegeEscalation !== false,
      'securityContext.allowPrivilegeEscalation',
      'it may gain rights',
      'set it to false',
    ),
    ...breach(
      security.readOnlyRootFilesystem !== true,
      'securityContext.readOnlyRootFilesystem',
      'its root file system can be written',
      'set it to true',
    ),
    ...breach(
      !security.capabilities?.drop?.includes('ALL'),
      'securityContext.capabilities',
      'it keeps capabilities',
      'drop ALL',
    ),
    ...breach(
      (security.capabilities?.add ?? []).some((one) => one !== 'NET_BIND_SERVICE'),
      'securityContext.capabilities.add',
      'it adds capabilities',
      'remove them',
    ),
    ...breach(
      profile !== 'RuntimeDefault' && profile !== 'Localhost',
      'securityContext.seccompProfile',
      'it has no seccomp profile',
      'set RuntimeDefault',
    ),
    ...['cpu', 'memory', 'ephemeral-storage'].flatMap((name) =>
      breach(requests[name] === undefined, `resources.requests.${name}`, 'the request is missing', 'set it'),
    ),
    ...breach(limits['memory'] === undefined, 'resources.limits.memory', 'the limit is missing', 'set it'),
    ...breach(
      (container.ports ?? []).some(({ hostPort }) => hostPort !== undefined),
      'ports',
      'it takes a port of its node',
      'remove hostPort',
    ),
  ]
}

/** Rules on containers that run permanently: they have probes, and drain before they end. */
export function servingBreaches(pod: PodSpec, container: Container, field: string): Breach[] {
  if (!container.ports || container.ports.length === 0) return []
  const missing = (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).filter(
    (probe) => container[probe] === undefined,
  )
  const grace = pod.terminationGracePeriodSeconds ?? 30
  const sleep = container.lifecycle?.preStop?.sleep?.seconds ?? 0
  return [
    ...missing.map((probe) => ({
      field: `${field}.${probe}`,
      why: 'the probe is missing',
      remedy: 'set it',
    })),
    ...(sleep >= grace
      ? [
          {
            field: `${field}.lifecycle.preStop`,
            why: `it sleeps ${sleep} s of a grace period of ${grace} s`,
            remedy: 'raise terminationGracePeriodSeconds',
          },
        ]
      : []),
  ]
}
