import type { Chart } from 'cdk8s'
import type { Env, Labels, PodResources } from '../resolve/pod-types.ts'
import { draw } from './draw.ts'
import { beforeDeletion, madeAnew } from './guard.ts'
import { cpuNodes, environment, resources, restrictedContainer, restrictedPod, scratch } from './pod.ts'
import { digest, type Script } from './script.ts'
import type { Container, Volume, VolumeMount } from './types/kubernetes.ts'

/** A Job that runs once for each change of its content. */
export interface RunOnce {
  readonly name: string
  /** Value of the name label, by which network policies select the pod; the name unless given. */
  readonly role?: string
  readonly user: number
  readonly image: string
  readonly command: readonly string[]
  readonly env: Env
  readonly pod: PodResources
  /** Scripts that are mounted at /scripts, from a ConfigMap that the chart draws. */
  readonly scripts: { readonly configMap: string; readonly sources: readonly Script[] }
  readonly volumes?: readonly Volume[]
  readonly mounts?: readonly VolumeMount[]
  readonly initContainers?: readonly Container[]
  readonly serviceAccount?: string
  readonly podLabels?: Labels
  readonly namespace?: string
  readonly annotations?: Labels
  /** Longest run of one pod, seconds, from the moment that a node accepts it. */
  readonly deadlineSeconds: number
}

/**
 * Draws a Job whose name ends in a digest of its content. A Job cannot be changed, so another content is another Job. Argo
 * CD prunes the previous Job. A sync runs the same content again, so that a passing fault ends with the next try.
 */
export function drawJob(
  chart: Chart,
  owner: { namespace: string; labels: Labels; priorityClass: string },
  job: RunOnce,
): void {
  const role = { 'app.kubernetes.io/name': job.role ?? job.name }
  const labels = { ...owner.labels, ...role, ...job.podLabels }
  const spec = jobSpec(job, labels, owner.priorityClass)
  draw(chart, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${job.name}-${digest([spec, job.scripts.sources])}`,
      namespace: job.namespace ?? owner.namespace,
      labels: role,
      annotations: { ...(isHook(job) ? {} : madeAnew), ...job.annotations },
    },
    spec,
  })
}

/** Argo CD deletes the hook of a deletion itself when it failed, and runs it again. */
function isHook({ annotations = {} }: RunOnce): boolean {
  return Object.keys(beforeDeletion).some((key) => key in annotations)
}

/** The `spec` of a Job: one pod, restricted, on nodes without an accelerator. */
export function jobSpec(job: RunOnce, labels: Labels, priorityClass: string) {
  return {
    backoffLimit: 6,
    template: {
      metadata: { labels },
      spec: {
        // Of the pod, not of the Job: that one would also count the time in which no node has room.
        activeDeadlineSeconds: job.deadlineSeconds,
        affinity: cpuNodes,
        automountServiceAccountToken: false,
        containers: [
          {
            command: [...job.command],
            env: environment(job.env),
            image: job.image,
            name: job.role ?? job.name,
            resources: resources(job.pod),
            securityContext: restrictedContainer,
            volumeMounts: [
              { mountPath: '/scripts', name: 'scripts', readOnly: true },
              { mountPath: '/tmp', name: 'tmp' },
              ...(job.mounts ?? []),
            ],
          },
        ],
        enableServiceLinks: false,
        ...(job.initContainers ? { initContainers: [...job.initContainers] } : {}),
        priorityClassName: priorityClass,
        restartPolicy: 'Never' as const,
        securityContext: restrictedPod(job.user),
        serviceAccountName: job.serviceAccount ?? 'default',
        volumes: [
          { configMap: { name: job.scripts.configMap }, name: 'scripts' },
          scratch('tmp', 64 * 1024 ** 2),
          ...(job.volumes ?? []),
        ],
      },
    },
  }
}
