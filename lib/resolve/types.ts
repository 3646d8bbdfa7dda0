import type { AwsRegion, Residency } from '../catalog/regions.ts'
import type { Ring } from '../catalog/rings.ts'
import type { ResolvedArgocd } from './argocd.ts'
import type {
  ResolvedCacheSize,
  ResolvedDatabase,
  ResolvedDatabaseSize,
  ResolvedExport,
  ResolvedSecrets,
  ResolvedStorage,
  ResolvedTenantClaims,
} from './data-types.ts'
import type { ResolvedEks } from './eks.ts'
import type { ResolvedModelCache } from './model-cache.ts'
import type { Role } from './placement.ts'
import type {
  Labels,
  PodResources,
  Region,
  ResolvedBus,
  ResolvedGateway,
  ResolvedOllama,
  ResolvedOpenWebui,
  ResolvedQuota,
  ResolvedWorkload,
} from './pod-types.ts'
import type { ResolvedRegion } from './region.ts'
import type { ReadOnlySettings } from './settings-pages.ts'

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

/** Addresses and TCP ports that a tenant's file opens to Open WebUI. */
export interface OutsideFlow {
  readonly name: string
  readonly cidrs: readonly string[]
  readonly ports: readonly number[]
}

/** Limits for one address; requests. */
export interface Rate {
  readonly requestsPerMinute: number
  /** So many at once beyond it. */
  readonly burst: number
}

/** Facts of the page that people see instead of the application. */
export interface ClosedNotice {
  /** Name of the tenant, as its people know it. */
  readonly name: string
  /** Follows the name: `is paused`. */
  readonly why: string
  /** Comes before the contact. */
  readonly advice: string
  /** Mail address. */
  readonly contact: string
}

export interface ResolvedAccess {
  /** Name of the tenant, as its people know it. */
  readonly name: string
  readonly hosts: readonly string[]
  /** Of everything but the page's own files. */
  readonly rate: Rate
  /** Of the page's own files. */
  readonly assetRate: Rate
  readonly uploadMiB: number
  readonly settings: ReadOnlySettings
  readonly readTimeoutSeconds: number
  readonly websocketTimeoutSeconds: number
  /**
   * Of the hosts that are the tenant's own; absent when it has none, because people's TLS to the others ends at the load
   * balancer. `issuer`: the certificate authority gives it here; `copyTo` names regions that get a copy through Secrets
   * Manager. `copy`: the home's is read, so that two regions do not use up the authority's limits.
   */
  readonly certificate?: { readonly hosts: readonly string[]; readonly issuer: string } & (
    | { readonly from: 'issuer'; readonly copyTo?: readonly AwsRegion[] }
    | { readonly from: 'copy' }
  )
  /** Shown instead of the application while the tenant has no compute. */
  readonly closed?: ClosedNotice
}

export interface ResolvedRbac {
  readonly adminGroups: readonly string[]
  readonly auditorGroups: readonly string[]
  readonly operatorGroups: readonly string[]
}

/** Everything that a tenant's charts draw: no default is open, no figure left to compute. */
export interface ResolvedTenant {
  readonly id: string
  readonly displayName: string
  readonly tier: 'standard' | 'premium'
  /** `standby`: another region serves it; everything is prepared here and nothing runs or writes. */
  readonly state: 'active' | 'suspended' | 'offboarding' | 'standby'
  /**
   * `elsewhere`: its cell belongs to another cluster, which alone generates its secrets and requests its certificates.
   */
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
  readonly residency: Residency
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
  /** The tenant's user of a laptop's cache, which a Job makes; on AWS its claim makes it. */
  readonly cacheUser?: {
    readonly name: string
    readonly accessRules: string
    readonly host: string
    readonly image: string
    readonly pod: PodResources
    readonly passwordSecret: string
  }
  readonly openWebui: ResolvedOpenWebui
  readonly ollama: readonly ResolvedOllama[]
  /** Present if its GPU server scales to zero, and the tenant is active or would be after a failover. */
  readonly gateway?: ResolvedGateway
  readonly bus?: ResolvedBus
  readonly flows: readonly ResolvedFlow[]
  /** Destinations that its file declares: the identity provider's addresses, and those of `egress`. */
  readonly outside: readonly OutsideFlow[]
  readonly access?: ResolvedAccess
  readonly export?: ResolvedExport
  /** `withdrawn`: no Application names its folder any more, so that Argo CD deletes its objects. */
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
  /** `standby`: another region serves the cells that are replicated there. */
  readonly role: Role
  /** Clusters in other regions whose replicated cells this one serves or is the standby of. */
  readonly standsInFor: readonly {
    readonly name: string
    readonly domain: string
    /** `peer-region`: it serves, and must; `former-region`: this one serves for it, and it must not. */
    readonly watchedAs: 'peer-region' | 'former-region'
  }[]
  /** Recipient of notices about certificates that expire soon. */
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
  /** VPCs of the fleet's regional clusters, by cluster. */
  readonly vpcs: readonly { readonly cluster: string; readonly cidr: string }[]
  /** Its own Argo CD; absent on a laptop. */
  readonly argocd?: ResolvedArgocd
  /** Of a region's cluster: its AWS side. */
  readonly eks?: ResolvedEks
  /** Caches of models on the nodes of a region's cluster; none elsewhere. */
  readonly modelCaches: readonly ResolvedModelCache[]
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
  /** The cell's RDS instance and ElastiCache group; absent on a laptop. */
  readonly plane?: { readonly database: ResolvedDatabaseSize; readonly cache: ResolvedCacheSize }
}
