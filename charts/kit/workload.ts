import type { Chart } from 'cdk8s'
import { apiTokenMount, apiTokenVolume } from '../../lib/kube/api-token.ts'
import { draw } from '../../lib/kube/draw.ts'
import {
  cpuNodes,
  resources,
  restrictedContainer,
  restrictedPod,
  scratch,
  spread,
} from '../../lib/kube/pod.ts'
import type { Container, EnvVar, Probe, Volume, VolumeMount } from '../../lib/kube/types/kubernetes.ts'
import type { Labels, PodResources } from '../../lib/resolve/pod-types.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'
import { leaderAndFollower } from './component.ts'
import { operatorLabels } from './labels.ts'

/** A process of an operator's image. */
export interface Program {
  readonly image: string
  /** The image's own command unless given. */
  readonly command?: readonly string[]
  readonly args: readonly string[]
  readonly env?: readonly EnvVar[]
  readonly mounts?: readonly VolumeMount[]
  readonly pod: PodResources
}

/** A Deployment of the platform that calls the API server, hardened like all other workloads. */
export interface Operator extends Program {
  readonly namespace: string
  readonly name: string
  /** Numeric user of the image. */
  readonly user: number
  /** Ports by name. */
  readonly ports: Readonly<Record<string, number>>
  readonly probes: { readonly startup: Probe; readonly liveness: Probe; readonly readiness: Probe }
  /** Writable folders by path, with their maximum sizes in bytes. */
  readonly writable?: Readonly<Record<string, { readonly name: string; readonly bytes: number }>>
  readonly volumes?: readonly Volume[]
  readonly podLabels?: Labels
  /** Two unless given: a leader and a standby. `autoscaled`: an autoscaler decides. */
  readonly replicas?: 'autoscaled'
  /**
   * Seconds that the pod still accepts requests when it stops, and seconds that it has to end. Kubernetes' defaults
   * unless given.
   */
  readonly ending?: { readonly preStopSeconds: number; readonly graceSeconds: number }
  /**
   * Its port is below 1024. This needs a capability, or a setting of the pod's network if the capability is not enough.
   */
  readonly privilegedPort?: true
  /** Init containers of the pod. They must have ended before the process starts. */
  readonly initContainers?: readonly Container[]
  /** Annotations of the Deployment, for its wave. */
  readonly annotations?: Labels
}

/** Draws the Deployment, its account and its disruption budget. */
export function drawOperator(chart: Chart, cluster: ResolvedCluster, operator: Operator): void {
  const { namespace, name, annotations } = operator
  const labels = operatorLabels(name)
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels, ...(annotations ? { annotations } : {}) },
    spec: {
      ...(operator.replicas === 'autoscaled' ? {} : { replicas: leaderAndFollower }),
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels: { ...cluster.labels, ...labels, ...operator.podLabels } },
        spec: podSpec(operator, labels),
      },
    },
  })
  draw(chart, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  })
}

const bindsPorts = {
  ...restrictedContainer,
  capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
}
const anyPort = { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] }

function podSpec(operator: Operator, labels: Labels) {
  const { name, user, ports, probes, ending, privilegedPort, volumes = [], writable = {} } = operator
  const folders = Object.entries(writable)
  const written = folders.map(([mountPath, folder]) => ({ mountPath, name: folder.name }))
  const main: Container = {
    ...operatorContainer(name, operator, written),
    ...(ending ? { lifecycle: { preStop: { sleep: { seconds: ending.preStopSeconds } } } } : {}),
    livenessProbe: probes.liveness,
    ports: Object.entries(ports).map(([port, containerPort]) => ({
      containerPort,
      name: port,
      protocol: 'TCP' as const,
    })),
    readinessProbe: probes.readiness,
    ...(privilegedPort ? { securityContext: bindsPorts } : {}),
    startupProbe: probes.startup,
  }
  return {
    affinity: cpuNodes,
    automountServiceAccountToken: false,
    containers: [main],
    enableServiceLinks: false,
    ...(operator.initContainers ? { initContainers: [...operator.initContainers] } : {}),
    priorityClassName: 'platform',
    securityContext: { ...restrictedPod(user), ...(privilegedPort ? anyPort : {}) },
    serviceAccountName: name,
    ...(ending ? { terminationGracePeriodSeconds: ending.graceSeconds } : {}),
    topologySpreadConstraints: spread(labels),
    volumes: [apiTokenVolume, ...folders.map(([, folder]) => scratch(folder.name, folder.bytes)), ...volumes],
  }
}

/** The container of a process that calls the API server. */
export function operatorContainer(
  name: string,
  program: Program,
  written: readonly VolumeMount[] = [],
): Container {
  const { args, command, env = [], image, mounts = [], pod } = program
  return {
    ...(command ? { command: [...command] } : {}),
    args: [...args],
    env: [...env, { name: 'GOMEMLIMIT', valueFrom: memoryLimit(name) }],
    image,
    name,
    resources: resources(pod),
    securityContext: restrictedContainer,
    volumeMounts: [apiTokenMount, ...written, ...mounts],
  }
}

/** Go collects garbage more eagerly before the container reaches its memory limit. */
function memoryLimit(containerName: string) {
  return { resourceFieldRef: { containerName, divisor: '1', resource: 'limits.memory' } }
}

/** A field of the pod as an environment variable. */
export function podField(name: string, fieldPath: string): EnvVar {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } }
}

/** Probes of one address. The process may need two minutes to start, and half a minute to recover. */
export function probesOf(
  alive: Pick<Probe, 'httpGet' | 'tcpSocket'>,
  ready: Pick<Probe, 'httpGet' | 'tcpSocket'> = alive,
): Operator['probes'] {
  return {
    startup: { ...alive, failureThreshold: 24, periodSeconds: 5, timeoutSeconds: 5 },
    liveness: { ...alive, failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 5 },
    readiness: { ...ready, failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 5 },
  }
}
