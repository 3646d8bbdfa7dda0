import type { Chart } from 'cdk8s'
import { apiTokenMount, apiTokenVolume } from '../../lib/kube/api-token.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { cpuNodes, restrictedContainer, restrictedPod, spread } from '../../lib/kube/pod.ts'
import type { Container, LabelSelector, PodSpec } from '../../lib/kube/types/kubernetes.ts'

/** Choices that the hardening of a chart's pods needs. */
export interface Hardening {
  /** Numeric user of the images, not 0. */
  readonly user: number
  /** PriorityClass of the pods. Default: `platform`, so that tenants' pods do not displace them. */
  readonly priority?: string
  /** Names of workloads that call the API server: their containers get a token that expires after an hour. */
  readonly callApiServer?: readonly string[]
}

const mark = 'paddock:harden'
/** Seconds that a pod still accepts requests after the cluster has begun to take it out of its Services. */
const leaveSeconds = 5

/**
 * Adds Paddock's hardening to every pod of a chart: user, seccomp, capabilities, read-only root file system, service
 * links and token off, priority, disk, CPU nodes, spread over zones, a pause before a server stops, a disruption budget. It may
 * be called before or after the objects are drawn.
 */
export function harden(chart: Chart, options: Hardening): void {
  chart.node.addMetadata(mark, options)
}

/** The objects of a chart with the hardening that {@link harden} asked for. */
export function hardened(chart: Chart, objects: readonly KubeObject[]): KubeObject[] {
  const options = chart.node.metadata.findLast(({ type }) => type === mark)?.data as Hardening | undefined
  if (!options) return [...objects]
  return objects.flatMap((object) => [hardenedObject(object, options), ...budgetOf(object, objects)])
}

interface Template {
  readonly metadata?: object
  readonly spec?: PodSpec
}

function hardenedObject(object: KubeObject, options: Hardening): KubeObject {
  const spec = object['spec'] as
    | { template?: Template; jobTemplate?: { spec?: { template?: Template } }; selector?: LabelSelector }
    | undefined
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
      return {
        ...object,
        spec: { ...spec, template: withPod(spec?.template, optionsOf(object, options), labelsOf(object)) },
      }
    case 'Job':
      return { ...object, spec: { ...spec, template: withPod(spec?.template, optionsOf(object, options)) } }
    case 'CronJob': {
      const job = spec?.jobTemplate?.spec
      const template = withPod(job?.template, optionsOf(object, options))
      return {
        ...object,
        spec: { ...spec, jobTemplate: { ...spec?.jobTemplate, spec: { ...job, template } } },
      }
    }
    default:
      return object
  }
}

interface PodOptions extends Hardening {
  readonly token: boolean
}

function optionsOf({ metadata }: KubeObject, options: Hardening): PodOptions {
  return { ...options, token: options.callApiServer?.includes(metadata.name) ?? false }
}

function labelsOf(object: KubeObject): Readonly<Record<string, string>> {
  return (object['spec'] as { selector?: LabelSelector }).selector?.matchLabels ?? {}
}

function withPod(
  template: Template = {},
  { user, priority = 'platform', token }: PodOptions,
  serving?: Readonly<Record<string, string>>,
): Template {
  const pod: Partial<PodSpec> = template.spec ?? {}
  const containers = (list: readonly Container[], pause: boolean) =>
    list.map((one) => ({
      ...one,
      ...(pause && one.ports?.length && !one.lifecycle?.preStop
        ? { lifecycle: { ...one.lifecycle, preStop: { sleep: { seconds: leaveSeconds } } } }
        : {}),
      resources: withDisk(one.resources),
      securityContext: { ...one.securityContext, ...restrictedContainer },
      ...(token ? { volumeMounts: [...(one.volumeMounts ?? []), apiTokenMount] } : {}),
    }))
  return {
    ...template,
    spec: {
      ...pod,
      affinity: pod.affinity ?? cpuNodes,
      automountServiceAccountToken: false,
      containers: containers(pod.containers ?? [], serving !== undefined),
      enableServiceLinks: false,
      ...(pod.initContainers ? { initContainers: containers(pod.initContainers, false) } : {}),
      priorityClassName: pod.priorityClassName ?? priority,
      securityContext: { ...pod.securityContext, ...restrictedPod(user) },
      ...(serving ? { topologySpreadConstraints: pod.topologySpreadConstraints ?? spread(serving) } : {}),
      ...(token ? { volumes: [...(pod.volumes ?? []), apiTokenVolume] } : {}),
    },
  }
}

/** cdk8s-plus-28 accepts only whole gibibytes here, which is too much for most pods. */
const disk = { 'ephemeral-storage': '64Mi' }

function withDisk({ limits, requests, ...rest }: NonNullable<Container['resources']> = {}) {
  return { ...rest, limits: { ...disk, ...limits }, requests: { ...disk, ...requests } }
}

/** A budget for a workload with several pods, unless the chart has one of its name. */
function budgetOf(object: KubeObject, all: readonly KubeObject[]): KubeObject[] {
  const { name, namespace } = object.metadata
  if (object.kind !== 'Deployment' && object.kind !== 'StatefulSet') return []
  const { replicas = 1 } = object['spec'] as { replicas?: number }
  const drawn = all.some(({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.name === name)
  if (replicas < 2 || drawn) return []
  return [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, ...(namespace ? { namespace } : {}), labels: object.metadata.labels ?? {} },
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: labelsOf(object) },
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    },
  ]
}
