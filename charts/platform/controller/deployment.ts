import type { Chart } from 'cdk8s'
import { apiTokenMount, apiTokenVolume } from '../../../lib/kube/api-token.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { cpuNodes, resources, restrictedContainer, restrictedPod, spread } from '../../../lib/kube/pod.ts'
import type {
  Container,
  EnvVar,
  PodSpec,
  Probe,
  Volume,
  VolumeMount,
} from '../../../lib/kube/types/kubernetes.ts'
import { nameLabel } from '../../../lib/resolve/network.ts'
import type { Labels, PodResources, ResolvedCluster } from '../../../lib/resolve/types.ts'

/** A program of the platform that works on objects: one container, restricted, with a token of the API server. */
export interface Controller {
  /** Of the Deployment, its account, its container, its disruption budget; value of the name label. */
  readonly name: string
  readonly namespace: string
  readonly image: string
  readonly user: number
  readonly command?: readonly string[]
  readonly args: readonly string[]
  readonly env?: readonly EnvVar[]
  /** Container ports by name. */
  readonly ports: Readonly<Record<string, number>>
  readonly probes: { readonly startup: Probe; readonly liveness: Probe; readonly readiness: Probe }
  readonly pod: PodResources
  /** Left out where an autoscaler decides. */
  readonly replicas?: number
  readonly graceSeconds: number
  readonly preStopSeconds?: number
  readonly volumes?: readonly Volume[]
  readonly mounts?: readonly VolumeMount[]
  readonly initContainers?: readonly Container[]
  /** Capabilities beside none. */
  readonly capabilities?: readonly string[]
  readonly sysctls?: NonNullable<PodSpec['securityContext']>['sysctls']
  /** Of the pods: a change of what they read only at their start restarts them. */
  readonly annotations?: Labels
}

/** Draws the Deployment of a controller and its disruption budget; the account stands elsewhere under the same name. */
export function drawController(chart: Chart, cluster: ResolvedCluster, controller: Controller): void {
  const { name, namespace } = controller
  const labels = { [nameLabel]: name }
  draw(chart, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  })
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      ...(controller.replicas === undefined ? {} : { replicas: controller.replicas }),
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: {
          labels: { ...cluster.labels, ...labels },
          ...(controller.annotations ? { annotations: controller.annotations } : {}),
        },
        spec: podSpec(controller),
      },
    },
  })
}

function podSpec(controller: Controller): PodSpec {
  const { name, sysctls, volumes = [] } = controller
  return {
    affinity: cpuNodes,
    automountServiceAccountToken: false,
    containers: [container(controller)],
    enableServiceLinks: false,
    ...(controller.initContainers ? { initContainers: [...controller.initContainers] } : {}),
    priorityClassName: 'platform',
    securityContext: { ...restrictedPod(controller.user), ...(sysctls ? { sysctls } : {}) },
    serviceAccountName: name,
    terminationGracePeriodSeconds: controller.graceSeconds,
    topologySpreadConstraints: spread({ [nameLabel]: name }),
    volumes: [apiTokenVolume, ...volumes],
  }
}

function container(controller: Controller): Container {
  const { capabilities, command, env, preStopSeconds } = controller
  return {
    ...(command ? { command: [...command] } : {}),
    args: [...controller.args],
    ...(env ? { env: [...env] } : {}),
    image: controller.image,
    ...(preStopSeconds === undefined
      ? {}
      : { lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } } }),
    livenessProbe: controller.probes.liveness,
    name: controller.name,
    ports: Object.entries(controller.ports).map(([name, containerPort]) => ({
      containerPort,
      name,
      protocol: 'TCP' as const,
    })),
    readinessProbe: controller.probes.readiness,
    resources: resources(controller.pod),
    securityContext: capabilities
      ? { ...restrictedContainer, capabilities: { add: [...capabilities], drop: ['ALL'] } }
      : restrictedContainer,
    startupProbe: controller.probes.startup,
    volumeMounts: [apiTokenMount, ...(controller.mounts ?? [])],
  }
}
