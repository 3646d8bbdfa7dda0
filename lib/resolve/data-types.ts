import type { CacheNodeName, DatabaseInstanceName } from '../catalog/data-instances.ts'
import type { ModelName } from '../catalog/models.ts'
import type { Env, EnvValue, PodResources, Region, ResolvedModel } from './pod-types.ts'

/** A persistent claim of the namespace. */
export interface ResolvedClaim {
  readonly name: string
  readonly bytes: number
  readonly accessMode: 'ReadWriteOnce' | 'ReadWriteMany' | 'ReadOnlyMany'
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

export interface ResolvedDatabase {
  readonly name: string
  readonly schema: string
  readonly appRole: string
  readonly migrateRole: string
  readonly connectionLimit: number
  readonly migrateConnectionLimit: number
  readonly port: number
  /** Namespace and names of the objects that prepare the database. Only that namespace has the administrator's credential. */
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

/** Source of the tenant's secrets. */
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

/** The AWS resources that the tenant requests through Crossplane. */
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
    /** Of the cache that has its user: the cell's, or its own. */
    readonly name: string
    /** Access string of its user. */
    readonly access: string
    /** Size of its own. */
    readonly own?: ResolvedCacheSize
  }
  /** Its own instance. */
  readonly database?: ResolvedDatabaseSize & { readonly name: string }
  /** Tags by which AWS Backup selects its own instance; none if its file says how long backups are kept. */
  readonly backupTags: Readonly<Record<string, string>>
}

/** The export of a tenant that leaves. */
export interface ResolvedExport {
  readonly image: string
  /** Volume for the dumps; on a laptop for the whole export. */
  readonly claim: string
  readonly pod: PodResources
  readonly env: Env
  /** Volume of the uploads, on a laptop. */
  readonly filesClaim?: string
  /** How dumps, files and audit go to S3; absent on a laptop. */
  readonly store?: { readonly image: string; readonly env: Env; readonly serviceAccount: string }
}

/** Size of a PostgreSQL on RDS: Multi-AZ, gp3. */
export interface ResolvedDatabaseSize {
  readonly instanceClass: DatabaseInstanceName
  readonly storageGiB: number
  /** RDS grows the storage by itself, up to this. */
  readonly maxStorageGiB: number
  /** Of large storage only: see `stripedStorage`. */
  readonly iops?: number
  /** MiB a second. */
  readonly storageThroughput?: number
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
