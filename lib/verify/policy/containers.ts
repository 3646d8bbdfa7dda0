import type { Facts } from '../../findings/catalogue.ts'
import type { PlainBreach } from '../../findings/words/policy.ts'
import type { Container, PodSpec } from '../../kube/types/kubernetes.ts'

/** A broken rule: where in the object, and the facts of its finding. */
export interface Breach {
  readonly field: string
  readonly facts: Facts['policy']
}

/** Rules on one container that hold everywhere in the platform. */
export function containerBreaches(pod: PodSpec, container: Container, field: string): Breach[] {
  const breach = (when: boolean, at: string, problem: PlainBreach): Breach[] =>
    when ? [{ field: `${field}.${at}`, facts: { problem } }] : []
  const security = container.securityContext ?? {}
  const user = security.runAsUser ?? pod.securityContext?.runAsUser
  const nonRoot = security.runAsNonRoot ?? pod.securityContext?.runAsNonRoot
  const profile = security.seccompProfile?.type ?? pod.securityContext?.seccompProfile?.type
  const { requests = {}, limits = {} } = container.resources ?? {}
  return [
    ...breach(nonRoot !== true, 'securityContext.runAsNonRoot', 'root-allowed'),
    ...breach(user === undefined || user === 0, 'securityContext.runAsUser', 'root-user'),
    ...breach(security.privileged === true, 'securityContext.privileged', 'privileged'),
    ...breach(
      security.allowPrivilegeEscalation !== false,
      'securityContext.allowPrivilegeEscalation',
      'escalation',
    ),
    ...breach(
      security.readOnlyRootFilesystem !== true,
      'securityContext.readOnlyRootFilesystem',
      'writable-root',
    ),
    ...breach(
      !security.capabilities?.drop?.includes('ALL'),
      'securityContext.capabilities',
      'capabilities-kept',
    ),
    ...breach(
      (security.capabilities?.add ?? []).some((one) => one !== 'NET_BIND_SERVICE'),
      'securityContext.capabilities.add',
      'capabilities-added',
    ),
    ...breach(
      profile !== 'RuntimeDefault' && profile !== 'Localhost',
      'securityContext.seccompProfile',
      'seccomp',
    ),
    ...['cpu', 'memory', 'ephemeral-storage'].flatMap((name) =>
      breach(requests[name] === undefined, `resources.requests.${name}`, 'request-missing'),
    ),
    ...breach(limits['memory'] === undefined, 'resources.limits.memory', 'limit-missing'),
    ...breach(
      (container.ports ?? []).some(({ hostPort }) => hostPort !== undefined),
      'ports',
      'host-port',
    ),
  ]
}

/** Rules on containers that keep running: they report that they are up, and drain before they end. */
export function servingBreaches(pod: PodSpec, container: Container, field: string): Breach[] {
  if (!container.ports || container.ports.length === 0) return []
  const missing = (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).filter(
    (probe) => container[probe] === undefined,
  )
  const grace = pod.terminationGracePeriodSeconds ?? 30
  const sleep = container.lifecycle?.preStop?.sleep?.seconds ?? 0
  return [
    ...missing.map((probe): Breach => ({ field: `${field}.${probe}`, facts: { problem: 'probe-missing' } })),
    ...(sleep >= grace
      ? [
          {
            field: `${field}.lifecycle.preStop`,
            facts: { problem: 'pre-stop' as const, sleepSeconds: sleep, graceSeconds: grace },
          },
        ]
      : []),
  ]
}
