import type { CacheNodeName, DatabaseInstanceName } from '../catalog/data-instances.ts'
import type { Accelerator } from '../catalog/instances.ts'
import type { ModelName } from '../catalog/models.ts'
import type { Ring } from '../catalog/rings.ts'
import type { ResolvedArgocd } from './argocd.ts'
import type { ResolvedEks } from './eks.ts'
import type { Role } from './placement.ts'
import type { ResolvedRegion } from './region.ts'

/** An AWS region that Paddock runs in. */
export type Region = 'us-east-1' | 'us-west-2'

export type Labels = Readonly<Record<string, string>>

/** A value of an environment variable: text, or a key of a Secret in the pod's namespace. */
export type EnvValue = string | { readonly secret: string; readonly key: string }
/** Environment of a container. The chart puts secrets first, so that text may refer to them as `$(NAME)`. */
export type Env = Readonly<Record<string, EnvValue>>

/** What one pod asks for. Millicores, bytes, whole GPUs. */
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
  /** Pods that run when nothing happens: what a node group must hold. */
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

/** Replicas under an autoscaler; `min` = `max` means that none is drawn. */
export interface ResolvedScale {
  readonly min: number
  readonly max: number
  /** Extra pods while a rollout is under way. */
  readonly surge: number
  /** Target of CPU use, percent of the request. */
  readonly cpuPercent: number
  /** Target of memory in use, bytes a pod; absent where memory says nothing about load. */
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
  readonly preStopSeconds: number
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
  /** Digest that the manifest must have: what the tenant's file pins, or else what is released. */
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
  readonly pod: PodResources
  readonly env: Env
  /** Values of the node label `accelerator` that hold the models; empty on CPU. */
  readonly accelerators: readonly Accelerator[]
  /** Size of the pod's own copy of the models, bytes. */
  readonly storeBytes: number
  /** The init container gives up waiting for the models after this. */
  readonly modelWaitSeconds: number
  /** The server must answer after this. */
  readonly startupSeconds: number
  /** A pod is replaced when its node has been lost for so long. */
  readonly lostNodeSeconds: number
  readonly preStopSeconds: number
  readonly graceSeconds: number
}

/** A persistent claim of the namespace. */
export interface ResolvedClaim {
  readonly name: string
  readonly bytes: number
  readonly accessMode: 'ReadWriteOnce' | 'ReadWriteMany'
  /** A volume that Crossplane makes under this name; absent: provisioned dynamically. */
  readonly volume?: string
  /** Absent: the cluster's default class. */
  readonly storageClass?: string
}

export interface ResolvedStorage {
  readonly claims: readonly ResolvedClaim[]
  /** Models that a Job pulls into the claim, where no distribution does it. */
  readonly pull?: {
    readonly image: string
    readonly models: readonly ModelName[]
    readonly pod: PodResources
  }
  /** Models that a Job brings from the region's bucket into the claim; absent on a laptop and when the tenant leaves. */
  readonly fill?: {
    readonly image: string
    readonly serviceAccount: string
    readonly models: readonly ResolvedModel[]
    readonly env: Env
    readonly pod: PodResources
    readonly deadlineSeconds: number
  }
}

/** The tenant's small Valkey for websockets; Open WebUI's channel there cannot be fenced by a prefix. */
export interface ResolvedBus {
  readonly image: string
  readonly pod: PodResources
  readonly password: { readonly secret: string; readonly key: string }
  readonly accessRules: string
}

export interface ResolvedDatabase {
  readonly name: string
  readonly schema: string
  readonly appRole: string
  readonly migrateRole: string
  readonly connectionLimit: number
  readonly migrateConnectionLimit: number
  readonly port: number
  /** Namespace and names of what prepares the database; the administrator's credential lives there only. */
  readonly bootstrap: {
    readonly namespace: string
    readonly image: string
    readonly pod: PodResources
    readonly host: EnvValue
    readonly username: EnvValue
    readonly password: EnvValue
    /** CA of the server's certificate; absent where the connection is not encrypted. */
    readonly ca?: { readonly secret: string; readonly key: string }
    /** Secret with the passwords of the two roles, in the bootstrap's namespace. */
    readonly passwordSecret: string
    readonly sslMode: 'verify-full' | 'disable'
  }
}

/** A Secret of addresses in the tenant's namespace. */
export interface ResolvedEndpoints {
  readonly name: string
  /** Store of the cell, which reads what its claims report in this cluster; absent: the tenant's own. */
  readonly clusterStore?: string
  readonly keys: readonly { readonly key: string; readonly remoteKey: string; readonly property: string }[]
}

/** Where the tenant's secrets come from. */
export interface ResolvedSecrets {
  /** Name in the namespace and in Secrets Manager. */
  readonly name: string
  /** Keys that are generated once; letters and digits only, so that they fit in a URL. */
  readonly generated: { readonly keys: readonly string[]; readonly length: number }
  readonly source: 'secrets-manager' | 'local'
  /** Key that a person puts into Secrets Manager: the client secret at the identity provider. */
  readonly oidc?: { readonly name: string; readonly key: string }
  /** Addresses of the cell, which only AWS knows. */
  readonly endpoints: readonly ResolvedEndpoints[]
  readonly region?: string
}

/** What the tenant asks of AWS through Crossplane. */
export interface ResolvedTenantClaims {
  readonly region: Region
  /**
   * `replicated`: with copies in the other region; `handed-over`: which serves now. `standby`, `promoted`: these are
   * the copies, before and after.
   */
  readonly replication: 'alone' | 'replicated' | 'handed-over' | 'standby' | 'promoted'
  /** User and group of its files on EFS. */
  readonly fileOwner: number
  readonly cache: {
    /** Of the cache that takes its user in: the cell's, or its own. */
    readonly name: string
    /** Access string of its user. */
    readonly access: string
    /** Size of its own. */
    readonly own?: ResolvedCacheSize
  }
  /** Its own instance. */
  readonly database?: ResolvedDatabaseSize & { readonly name: string }
  /** Tags of its own instance by which AWS Backup takes it; none when its file says how long backups are kept. */
  readonly backupTags: Readonly<Record<string, string>>
}

export type Peer =
  | { readonly kind: 'pods'; readonly namespace: string; readonly labels: Labels }
  | { readonly kind: 'addresses'; readonly cidrs: readonly string[]; readonly except: readonly string[] }

/** One allowed direction of traffic of the tenant's pods; everything else is denied. */
export interface ResolvedFlow {
  readonly name: string
  readonly direction: 'in' | 'out'
  /** Labels of the tenant's pods that are meant. */
  readonly pods: Labels
  readonly peer: Peer
  readonly ports: readonly { readonly port: number; readonly protocol: 'TCP' | 'UDP' }[]
}

export interface ResolvedAccess {
  readonly hosts: readonly string[]
  readonly requestsPerMinute: number
  readonly uploadMiB: number
  readonly readTimeoutSeconds: number
  readonly websocketTimeoutSeconds: number
  /**
   * Of the hosts that are the tenant's own; absent when it has none, because people's TLS to the others ends at the load
   * balancer. `issuer`: the certificate authority gives it here; `copyTo` names regions that get a copy through Secrets
   * Manager. `copy`: the home's is read, so that two regions do not use up the authority's limits.
   */
  readonly certificate?: { readonly hosts: readonly string[]; readonly issuer: string } & (
    | { readonly from: 'issuer'; readonly copyTo?: readonly string[] }
    | { readonly from: 'copy' }
  )
  /** Shown instead of the application while the tenant has no compute. */
  readonly closedPage?: string
}

export interface ResolvedRbac {
  readonly adminGroups: readonly string[]
  readonly auditorGroups: readonly string[]
  readonly operatorGroups: readonly string[]
}

/** The export of a tenant that leaves. */
export interface ResolvedExport {
  readonly image: string
  /** Volume that takes the dumps; on a laptop the whole export. */
  readonly claim: string
  readonly pod: PodResources
  readonly env: Env
  /** Volume of the uploads, on a laptop. */
  readonly filesClaim?: string
  /** How dumps, files and audit go to S3; absent on a laptop. */
  readonly store?: { readonly image: string; readonly env: Env; readonly serviceAccount: string }
}

/** Everything that a tenant's charts draw: no default is open, no figure left to compute. */
export interface ResolvedTenant {
  readonly id: string
  readonly displayName: string
  readonly tier: 'standard' | 'premium'
  /** `standby`: another region serves it; everything is prepared here and nothing runs or writes. */
  readonly state: 'active' | 'suspended' | 'offboarding' | 'standby'
  /** `elsewhere`: its cell is another cluster's. What is generated or issued once is so at home. */
  readonly home: 'here' | 'elsewhere'
  readonly ring: Ring
  readonly cluster: string
  readonly cell: string
  readonly region?: string
  readonly namespace: string
  readonly priorityClass: string
  /** Probes and metrics are collected where the tenant runs. */
  readonly observed: boolean
  /** On every object. */
  readonly labels: Labels
  readonly annotations: Labels
  readonly hosts: readonly string[]
  readonly residency: 'us' | 'us-east-1' | 'us-west-2'
  readonly retention: {
    readonly logsDays: number
    readonly auditDays: number
    readonly backupsDays: number
    readonly exportDays: number
  }
  readonly quota: ResolvedQuota
  readonly workloads: readonly ResolvedWorkload[]
  readonly rbac: ResolvedRbac
  readonly secrets: ResolvedSecrets
  readonly storage: ResolvedStorage
  /** Absent on a laptop. */
  readonly claims?: ResolvedTenantClaims
  readonly filesBytes: number
  readonly databaseBytes: number
  readonly database: ResolvedDatabase
  /** ACL of the tenant's user in the cell's cache; absent when the cache is the tenant's own. */
  readonly cacheUser?: {
    readonly name: string
    readonly accessRules: string
    readonly host: EnvValue
    readonly image: string
    readonly pod: PodResources
    readonly local: boolean
    readonly passwordSecret: string
  }
  readonly openWebui: ResolvedOpenWebui
  readonly ollama: readonly ResolvedOllama[]
  readonly bus?: ResolvedBus
  readonly flows: readonly ResolvedFlow[]
  readonly access?: ResolvedAccess
  readonly export?: ResolvedExport
  /** `withdrawn`: no Application names its folder any more, so that Argo CD deletes what it made. */
  readonly gitOps: 'synced' | 'withdrawn'
}

/** A cluster with every default filled. */
export interface ResolvedCluster {
  readonly name: string
  readonly kind: 'hub' | 'regional' | 'local'
  readonly region?: Region
  readonly gitOps: { readonly repository: string; readonly revision: string }
  readonly operatorGroups: readonly string[]
  readonly labels: Labels
  /** Parent of the tenants' default hosts; absent on the hub. */
  readonly domain?: string
  /** `standby`: what is replicated elsewhere is served there. */
  readonly role: Role
  /** Clusters in other regions whose replicated cells this one stands by for, or serves. */
  readonly standsInFor: readonly {
    readonly name: string
    readonly domain: string
    /** `peer-region`: it serves, and must; `former-region`: this one serves for it, and it must not. */
    readonly watchedAs: 'peer-region' | 'former-region'
  }[]
  /** Told of certificates that are about to expire. */
  readonly contact: string
  readonly network: {
    readonly podCidrs: readonly string[]
    /** Addresses of Services; none where the cluster's maker chooses them. */
    readonly serviceCidrs: readonly string[]
    readonly databaseCidrs: readonly string[]
    readonly endpointCidrs: readonly string[]
    readonly apiServerCidrs: readonly string[]
    readonly apiServerPort: number
  }
  /** Its own Argo CD; absent on a laptop. */
  readonly argocd?: ResolvedArgocd
  /** Of a region's cluster: its AWS side. */
  readonly eks?: ResolvedEks
  /** Regions that it makes; none unless it is the hub. */
  readonly regions: readonly ResolvedRegion[]
  /** Cells that its file declares. */
  readonly cells: readonly ResolvedCell[]
  /** Cells of other clusters that are replicated here. */
  readonly replicatedCells: readonly ResolvedCell[]
}

export interface ResolvedCell {
  readonly id: string
  readonly capacity: {
    readonly tenants: number
    readonly connections: number
    readonly databaseGiB: number
    readonly filesGiB: number
  }
  /** `standby`: another region serves it. */
  readonly role: Role
  readonly replicateTo: readonly Region[]
  readonly backupsIn: readonly Region[]
  /** The cell's RDS instance; on a laptop, which has none, the defaults. */
  readonly database: ResolvedDatabaseSize
  /** The cell's ElastiCache group; on a laptop, which has none, the defaults. */
  readonly cache: ResolvedCacheSize
}

/** Size of a PostgreSQL on RDS: Multi-AZ, gp3. */
export interface ResolvedDatabaseSize {
  readonly instanceClass: DatabaseInstanceName
  readonly storageGiB: number
  /** RDS grows the storage by itself, up to this. */
  readonly maxStorageGiB: number
  readonly backupDays: number
  /** `max_connections`: what tenants are promised and the reserve. */
  readonly maxConnections: number
}

/** Size of an ElastiCache replication group: one primary and its replicas, Multi-AZ. */
export interface ResolvedCacheSize {
  readonly nodeType: CacheNodeName
  readonly replicas: number
  /** 0: no snapshots. */
  readonly snapshotDays: number
}
