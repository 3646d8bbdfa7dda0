import { apiTokenMount, apiTokenVolume } from '../../../lib/kube/api-token.ts'
import {
  cpuNodes,
  environment,
  resources,
  restrictedContainer,
  restrictedPod,
  scratch,
  spread,
} from '../../../lib/kube/pod.ts'
import { digest } from '../../../lib/kube/script.ts'
import type { Container, PodSpec } from '../../../lib/kube/types/kubernetes.ts'
import type { ResolvedGoPod } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { image, named, names, secrets, user } from './names.ts'
import { type Parameters, sentinelFlags } from './parameters.ts'

/** A process of Argo CD's image. */
export interface Program {
  readonly name: string
  readonly command: string
  readonly pod: ResolvedGoPod
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[]
  readonly probes: Pick<Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>
  /** Environment variables whose values come from keys of `argocd-cmd-params-cm`. */
  readonly parameters: Labels
  /** The same for `argocd-cm`. */
  readonly settings?: Labels
  readonly env?: Labels
  /** Writable folders by path, with their names and maximum sizes in bytes. */
  readonly writable: Readonly<Record<string, { readonly name: string; readonly bytes: number }>>
  readonly uses: readonly ('cache' | 'api-server')[]
  readonly workingDir?: string
  readonly graceSeconds: number
}

/**
 * Argo CD restores everything else. It therefore cannot use a PriorityClass of the platform, which would have to exist
 * before it.
 */
export const priorityClassName = 'system-cluster-critical'

/**
 * Template of the pods. Processes read parameters when they start, so a change of the parameters changes the template.
 */
export function podTemplate(program: Program, labels: Labels, parameters: Parameters) {
  const { name, graceSeconds, uses, writable } = program
  const spec: PodSpec = {
    affinity: cpuNodes,
    automountServiceAccountToken: false,
    containers: [container(program)],
    enableServiceLinks: false,
    priorityClassName,
    securityContext: restrictedPod(user),
    serviceAccountName: name,
    terminationGracePeriodSeconds: graceSeconds,
    topologySpreadConstraints: spread(named(name)),
    volumes: [
      ...Object.values(writable).map((folder) => scratch(folder.name, folder.bytes)),
      ...(uses.includes('api-server') ? [apiTokenVolume] : []),
    ],
  }
  return {
    metadata: {
      annotations: { 'paddock.dev/parameters': digest(parameters) },
      labels: { ...labels, ...named(name) },
    },
    spec,
  }
}

function container(program: Program): Container {
  const { name, command, pod, ports, probes, uses, writable, workingDir } = program
  const usesCache = uses.includes('cache')
  return {
    args: [`/usr/local/bin/${command}`, ...(usesCache ? sentinelFlags : [])],
    env: [
      ...(usesCache ? cachePassword(['REDIS_PASSWORD', 'REDIS_SENTINEL_PASSWORD']) : []),
      ...from(names.parameters, program.parameters),
      ...from(names.settings, program.settings ?? {}),
      ...environment({ ...program.env, GOMEMLIMIT: String(pod.goBytes) }),
    ],
    image,
    name,
    ...probes,
    ports: ports.map((port) => ({ ...port, protocol: 'TCP' as const })),
    resources: resources(pod),
    securityContext: restrictedContainer,
    volumeMounts: [
      ...Object.entries(writable).map(([mountPath, folder]) => ({ mountPath, name: folder.name })),
      ...(uses.includes('api-server') ? [apiTokenMount] : []),
    ],
    ...(workingDir ? { workingDir } : {}),
  }
}

function cachePassword(variables: readonly string[]) {
  return variables.map((name) => ({
    name,
    valueFrom: { secretKeyRef: { key: secrets.cache.key, name: secrets.cache.name } },
  }))
}

function from(map: string, keys: Labels) {
  return Object.entries(keys).map(([name, key]) => ({
    name,
    valueFrom: { configMapKeyRef: { key, name: map } },
  }))
}
