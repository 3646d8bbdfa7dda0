import type { ResolvedNodeGroup } from '../resolve/fleet.ts'
import type { PodResources } from '../resolve/pod-types.ts'
import type { NodeRules } from './node-rules.ts'
import type { Scaling } from './scaling.ts'

/** The part of a model server that answers. */
export interface Serving {
  /** Answers at the same time; more wait in the server's own queue. */
  readonly parallel: number
  /** Bytes of the key-value cache for each token of the model that is asked. */
  readonly kvBytesPerToken: number
  /** Room for prompts of earlier requests, bytes (`LLAMA_ARG_CACHE_RAM`). */
  readonly promptCacheBytes: number
  /** Tokens of a slot. */
  readonly contextTokens: number
}

/** A Deployment of a tenant. */
export interface WorkloadInput {
  readonly tenant: string
  readonly name: string
  readonly nodeClass: 'cpu' | 'gpu'
  /** Values of the node label `accelerator` that the pod accepts; empty on CPU. */
  readonly accelerators: readonly string[]
  readonly pod: PodResources
  /** Request of the container whose processor use counts, millicores. */
  readonly measuredCpuMillis: number
  readonly scaling: Scaling
  /** Seconds from the start of the containers until the pod is ready. */
  readonly startSeconds: number
  /** Bytes that a node without the image reads first. */
  readonly imageBytes: number
  /** Seconds that a pod waits for its answers when it ends, and for which it still accepts requests. */
  readonly drainSeconds: number
  readonly acceptSeconds: number
  /** Of a server that answers chats. */
  readonly serving?: Serving
}

/** A tenant of the day. */
export interface TenantInput {
  readonly id: string
  readonly tier: 'standard' | 'premium'
  /** Users at the same time at the busiest hour; 0: nobody asks. */
  readonly users: number
  readonly workloads: readonly WorkloadInput[]
}

/** A node group with its price and the room of a node after the pods that every node has. */
export interface GroupInput {
  readonly group: ResolvedNodeGroup
  readonly usdPerHour: number
  readonly room: { readonly cpuMillis: number; readonly memoryBytes: number; readonly gpus: number }
  /** Requests of the pods that every node has: they count for how full it is. */
  readonly daemons: { readonly cpuMillis: number; readonly memoryBytes: number }
  readonly bootSeconds: number
}

/** A cluster on a day. */
export interface ClusterInput {
  readonly name: string
  readonly groups: readonly GroupInput[]
  readonly nodeRules: NodeRules
  /** Pods of the platform on CPU nodes. */
  readonly platform: readonly { readonly cpuMillis: number; readonly memoryBytes: number }[]
  readonly tenants: readonly TenantInput[]
  readonly busyHours: number
}

/** Choice of a replica for a request. */
export type Routing =
  /** Any replica, as a Service chooses for a new connection. */
  | 'random'
  | 'round-robin'
  /** Always the same replica for a chat, or for a user, while the replicas stay the same. */
  | 'hash-chat'
  | 'hash-user'

/** Events that a day need not have. Seconds since midnight. */
export interface Scenario {
  /** AWS takes back the spot node that serves the most requests. */
  readonly spotLossAt?: number
  /** AWS has no spot instances. */
  readonly noSpot?: { readonly from: number; readonly to: number }
}
