import { GiB, MiB } from '../catalog/units.ts'
import type { PodResources } from './pod-types.ts'

/** Pods of one kind that are the platform's own: what each asks for, and how many there are in a region's cluster. */
export interface OperatorPods extends PodResources {
  readonly count: number
}

/** One leads, and one takes over. */
export const leaderAndFollower = 2

const usual = { count: leaderAndFollower, ephemeralBytes: 64 * MiB, gpus: 0 } as const

function memory(requested: number, limit: number) {
  return { memoryBytes: requested * MiB, memoryLimitBytes: limit * MiB }
}

/**
 * Everything that the platform runs in a region's cluster beside Argo CD and EKS' add-ons, by container. Charts draw
 * these, and what counts room adds them up: a test holds the sum against dist.
 */
export const operatorPods = {
  // All Certificates of the cluster and the Secrets that they name are held in memory.
  'cert-manager': { ...usual, cpuMillis: 50, ...memory(256, 512) },
  cainjector: { ...usual, cpuMillis: 20, ...memory(256, 512) },
  'cert-manager-webhook': { ...usual, cpuMillis: 20, ...memory(128, 256) },
  'external-secrets': { ...usual, cpuMillis: 100, ...memory(256, 512) },
  // The core holds every composite resource and the schemas of all kinds in memory.
  crossplane: { ...usual, cpuMillis: 200, ...memory(512, 2048), ephemeralBytes: 640 * MiB },
  'rbac-manager': { ...usual, cpuMillis: 50, ...memory(128, 512) },
  /** A provider watches every kind that is switched on, and holds the schema of the whole service. */
  'crossplane-provider': {
    ...usual,
    count: 10,
    cpuMillis: 100,
    ...memory(256, 1024),
    ephemeralBytes: 128 * MiB,
  },
  'crossplane-function': {
    ...usual,
    count: 3 * leaderAndFollower,
    cpuMillis: 50,
    ...memory(64, 256),
    ephemeralBytes: 128 * MiB,
  },
  'aws-load-balancer-controller': { ...usual, cpuMillis: 100, ...memory(128, 256) },
  'cluster-autoscaler': { ...usual, cpuMillis: 100, ...memory(600, 1024) },
  /** It holds every Deployment of the cluster in memory as soon as a ScaledObject names one. */
  'keda-operator': { ...usual, cpuMillis: 100, ...memory(256, 1024) },
  'keda-metrics-apiserver': { ...usual, cpuMillis: 50, ...memory(128, 512) },
  'keda-admission-webhooks': { ...usual, cpuMillis: 20, ...memory(128, 512) },
  /** The fewest: more come with calls. Workers of before a change live on for as long as their answers. */
  'nginx-ingress': {
    ...usual,
    count: 3,
    cpuMillis: 1000,
    memoryBytes: GiB,
    memoryLimitBytes: 3 * GiB,
    ephemeralBytes: 6 * GiB,
  },
} as const satisfies Record<string, OperatorPods>

/** On every node with a GPU. */
export const gpuPluginPod = {
  cpuMillis: 20,
  ...memory(64, 128),
  ephemeralBytes: 32 * MiB,
  gpus: 0,
} as const satisfies PodResources
