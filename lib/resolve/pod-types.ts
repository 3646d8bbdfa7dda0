import type { Accelerator } from '../catalog/instances.ts'
import type { ModelName } from '../catalog/models.ts'
import type { AwsRegion } from '../catalog/regions.ts'

/** An AWS region that Paddock runs in. */
export type Region = AwsRegion

export type Labels = Readonly<Record<string, string>>

/** Name of an earlier variable in the list of the container. */
export interface VariableName {
  readonly variable: string
}

/** Text in which Kubernetes replaces names of variables by their values; `withVariables` makes it. */
export interface EnvReference {
  readonly expands: readonly (string | VariableName)[]
}

/**
 * A value of an environment variable: text, which reaches the container as it is; text with references; or a key of a
 * Secret in the pod's namespace. An optional one is left out while its Secret is missing; without that, the pod would wait
 * for it.
 */
export type EnvValue =
  | string
  | EnvReference
  | { readonly secret: string; readonly key: string; readonly optional?: true }

/** Environment of a container. The chart puts what references name first. */
export type Env = Readonly<Record<string, EnvValue>>

/** Requests of one pod. Millicores, bytes, whole GPUs. */
export interface PodResources {
  readonly cpuMillis: number
  /** Absent: no CPU limit, the pod may use what is idle. */
  readonly cpuLimitMillis?: number
  readonly memoryBytes: number
  readonly memoryLimitBytes: number
  /** Ephemeral storage: emptyDirs on disk, logs. */
  readonly ephemeralBytes: number
  readonly gpus: number
}

/** A workload as quota and capacity count it. */
export interface ResolvedWorkload {
  readonly name: string
  readonly nodeClass: 'cpu' | 'gpu'
  /** Pods that run at rest: a node group must have room for them. */
  readonly guaranteedPods: number
  /** Pods at the worst moment: full scale in a rollout whose old pods are still ending, or a Job's two. */
  readonly peakPods: number
  readonly pod: PodResources
}

/** Hard limits of the namespace. Millicores, bytes, counts. */
export interface ResolvedQuota {
  readonly pods: number
  readonly cpuMillis: number
  readonly memoryBytes: number
  readonly memoryLimitBytes: number
  readonly ephemeralBytes: number
  readonly gpus: number
  readonly storageBytes: number
  readonly claims: number
}

/** Replicas under an autoscaler; `min` = `max` means that none is drawn. A `min` of 0 needs KEDA. */
export interface ResolvedScale {
  readonly min: number
  readonly max: number
  /** Extra pods while a rollout is under way. */
  readonly surge: number
  /** Target of CPU use, percent of the request. */
  readonly cpuPercent: number
  /** Container whose CPU use counts; absent: all of the pod's. */
  readonly cpuOf?: string
  /** Use must have asked for more replicas all this time; absent: they come at once. */
  readonly upAfterSeconds?: number
  /** Target of memory in use, bytes a pod; absent if memory does not follow the load. */
  readonly memoryBytes?: number
}

export interface ResolvedOpenWebui {
  readonly image: string
  readonly version: string
  readonly scale: ResolvedScale
  /** `Recreate` where nothing orders the migration before the rollout. */
  readonly strategy: 'RollingUpdate' | 'Recreate'
  readonly pod: PodResources
  readonly env: Env
  /** Environment of the migration Job; holds the migration role, which the application never sees. */
  readonly migrateEnv: Env
  /** Times of a pod that ends: requests may still arrive; answers under way are waited for; all together. */
  readonly settleSeconds: number
  readonly drainSeconds: number
  readonly graceSeconds: number
  /** CA of the database, when its certificate is not of a public authority. */
  readonly databaseCa?: { readonly secret: string; readonly key: string }
  /** Claim for uploads, where there is no object store. */
  readonly filesClaim?: string
  /** The pod calls AWS under an identity of its own. */
  readonly podIdentity: boolean
}

export interface ResolvedModel {
  readonly name: ModelName
  /** Path of its manifest below `manifests/`. */
  readonly manifest: string
  /** Digest of the manifest: the one that the tenant's file pins, or else the released one. */
  readonly digest?: string
  readonly weightsBytes: number
}

/** One model server: a Deployment per class of hardware. */
export interface ResolvedOllama {
  readonly name: 'ollama-cpu' | 'ollama-gpu'
  readonly nodeClass: 'cpu' | 'gpu'
  readonly image: string
  readonly models: readonly ResolvedModel[]
  readonly scale: ResolvedScale
  /** All containers of the pod together. */
  readonly pod: PodResources
  /** The server's own container. */
  readonly container: PodResources
  /** Brings the models to the node before the server starts. */
  readonly prepare: { readonly image: string; readonly container: PodResources }
  /** Claim on the node's cache of models; absent on a laptop. */
  readonly cacheClaim?: string
  /** In front of the server; clients connect to it. */
  readonly proxy: { readonly image: string; readonly container: PodResources }
  readonly env: Env
  /** Values of the node label `accelerator` that hold the models; empty on CPU. */
  readonly accelerators: readonly Accelerator[]
  /** Size of the pod's own copy of the models, for when the node's cache does not bring them. Bytes. */
  readonly storeBytes: number
  /** The init container gives up waiting for the models after this. */
  readonly modelWaitSeconds: number
  /** The server must answer, and have loaded every model, after this. */
  readonly startupSeconds: number
  /** Kubernetes reports a rollout as failed if no pod becomes ready for this time, which is longer than a pod needs. */
  readonly rolloutSeconds: number
  /** A pod is replaced when its node has been lost for so long. */
  readonly lostNodeSeconds: number
  /** A pod that ends waits so long at most for the answers under way. */
  readonly drainSeconds: number
  readonly graceSeconds: number
  /** How KEDA counts the requests in flight; absent where there is no KEDA: CPU use alone scales the server there. */
  readonly requests?: ResolvedRequests
}

/** Requests in flight of a model server, as KEDA's operator asks its pods or its gateway for them. */
export interface ResolvedRequests {
  /** Service with the counts, with its namespace; KEDA asks each of its ready pods and adds up. */
  readonly url: string
  /** Path of the count in the JSON. */
  readonly valueLocation: string
  /** Requests in flight for each replica. */
  readonly perReplica: number
  readonly pollSeconds: number
  /** A server without a request for so long ends; absent if one replica always stays. */
  readonly idleSeconds?: number
}

/**
 * Gateway in front of a model server that scales to zero. It answers questions about the models itself, holds requests
 * until a replica is ready, and counts them.
 */
export interface ResolvedGateway {
  /** The model server, which has a Service of this name. */
  readonly server: ResolvedOllama['name']
  readonly serverVersion: string
  readonly models: readonly ResolvedModel[]
  readonly nginx: { readonly image: string; readonly container: PodResources }
  readonly interceptor: { readonly image: string; readonly container: PodResources }
  readonly pod: PodResources
  readonly requestsPerReplica: number
  /** A request waits so long at most for a replica. */
  readonly wakeSeconds: number
  /** nginx waits so long for the interceptor. */
  readonly readSeconds: number
  /** The interceptor waits so long for the head of the server's answer. */
  readonly responseHeaderSeconds: number
  /** A pod that ends waits so long at most for requests that it holds. */
  readonly drainSeconds: number
  readonly graceSeconds: number
}

/**
 * The tenant's own Valkey: sessions, locks, tasks and websockets of Open WebUI, whose channels cannot be fenced by a
 * prefix.
 */
export interface ResolvedBus {
  readonly image: string
  readonly pod: PodResources
  /** Most that keys and buffers may take, bytes; beyond it writes fail, nothing is evicted. */
  readonly dataBytes: number
  /** Room of the log from which a restarted container reads its keys again, bytes. */
  readonly logBytes: number
  /** The pod is replaced when its node has been lost for so long. */
  readonly lostNodeSeconds: number
  readonly password: { readonly secret: string; readonly key: string }
  readonly accessRules: string
}
