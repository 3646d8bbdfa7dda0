/**
 * Names derived from a tenant's id. In each place (Secrets Manager, PostgreSQL, …) every kind of name has a prefix or
 * suffix of its own, and ids hold neither `_` nor `--`, so two ids never derive the same name there.
 */
export interface TenantNames {
  readonly namespace: string
  /** In Secrets Manager, and of the Secret in the namespace. */
  readonly secret: string
  readonly schema: string
  readonly appRole: string
  readonly migrateRole: string
  /** User of the cell's cache, and the prefix of its keys and channels. */
  readonly cacheUser: string
  /** Objects that prepare the database, in the platform's namespace. */
  readonly bootstrap: string
  /** Model volume that Crossplane makes. */
  readonly modelVolume: string
  /** Volume of the node's cache of models, which Crossplane makes for the tenant's claim. */
  readonly cacheVolume: string
  /** A database or cache of its own, in RDS and ElastiCache; cells' have the cells' names. */
  readonly instance: string
  /** Entry of Secrets Manager with the certificate of its hosts, copied to where its standby is. */
  readonly certificate: string
}

/** Derives every name of a tenant; pure, total on valid ids. */
export function tenantNames(id: string): TenantNames {
  const sql = id.replaceAll('-', '_')
  return {
    namespace: `tenant-${id}`,
    secret: `tenant-${id}-secrets`,
    schema: `tenant_${sql}`,
    appRole: `app_${sql}`,
    migrateRole: `migrate_${sql}`,
    cacheUser: `tenant-${id}`,
    bootstrap: `database-${id}`,
    modelVolume: `models-${id}`,
    cacheVolume: `model-cache-${id}`,
    instance: `tenant-${id}`,
    certificate: `tenant-${id}-certificate`,
  }
}

/** Namespaces of the platform that tenants' rules name. */
export const platform = {
  autoscaler: 'cluster-autoscaler',
  balancers: 'aws-load-balancer-controller',
  certificates: 'cert-manager',
  gpu: 'nvidia-device-plugin',
  modelCache: 'model-cache',
  secrets: 'external-secrets',
  /** Bootstrap of databases and caches; on a laptop also the servers themselves. */
  data: 'paddock-data',
  ingress: 'ingress-nginx',
  monitoring: 'monitoring',
  scaling: 'keda',
  tracing: 'tracing',
  /** On the hub: claims for regions. */
  regions: 'regions',
} as const

/** Names of a cell's claims and of the Secrets that they write into the platform's data namespace. */
export interface CellNames {
  /** Of the claims, and of the store by which tenants read the addresses. */
  readonly cell: string
  /** Address of the database and the CA that signs it. */
  readonly database: string
  readonly cache: string
  readonly files: string
}

/** Derives them; none of the three Secrets holds a secret. */
export function cellNames(id: string): CellNames {
  const cell = `cell-${id}`
  return { cell, database: `${cell}-database`, cache: `${cell}-cache`, files: `${cell}-files` }
}

/** Secret in the platform's data namespace with the password of the caches' users that are off. */
export const cacheOffPassword = { name: 'cache-default-user', key: 'password' } as const

/** Secret in the platform's data namespace with address and CA of a tenant's own instance. */
export function databaseInstanceSecret(database: string): string {
  return `${database}-instance`
}

/** Secret in the platform's data namespace with the generated password of a database's administrator. */
export function databaseAdminSecret(database: string): string {
  return `master-${database}`
}
