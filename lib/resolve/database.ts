import { imageReference } from '../catalog/images.ts'
import { GiB, MiB } from '../catalog/units.ts'
import type { TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import { cellEndpoints, platform, tenantNames } from './names.ts'
import { openWebuiProcesses } from './open-webui-scale.ts'
import type { Env, ResolvedDatabase } from './types.ts'

/** Name of the database in every cell. */
export const databaseName = 'paddock'
/** Port of PostgreSQL. */
export const databasePort = 5432

/**
 * Pools of one Open WebUI process: two of SQLAlchemy (psycopg2 and psycopg3) and one of pgvector.
 * Five and five each way made 12 connections at peak and can make 24 (measured); half of that serves 60 users.
 */
export const pools = { size: 3, overflow: 2, vectorSize: 1, vectorOverflow: 1 } as const
/** Most connections that one process can open: both pools of SQLAlchemy and the vector pool. */
export const connectionsPerProcess =
  2 * (pools.size + pools.overflow) + (pools.vectorSize + pools.vectorOverflow)
/** Left for the export of an offboarded tenant and an operator's session. */
const spareConnections = 3

/** Ceiling of the runtime role: every process at full scale, rollout included, with full pools. */
export function connectionLimit(spec: TenantSpec): number {
  return connectionsPerProcess * openWebuiProcesses(spec) + spareConnections
}

/** Endpoint Secret in the tenant's namespace that names its database. */
export function databaseEndpoints(spec: TenantSpec): { name: string; remoteKey: string } {
  return spec.database === 'dedicated'
    ? { name: 'tenant-endpoints', remoteKey: tenantNames(spec.id).endpoints }
    : { name: 'cell-endpoints', remoteKey: cellEndpoints(spec.cell) }
}

/** Host, password and URL of the tenant's database for one of its roles, and the CA to check it by. */
export function databaseUrl(
  spec: TenantSpec,
  cluster: TenantClusterSpec,
  role: string,
  passwordKey: string,
): { env: Env; ca?: { secret: string; key: string } } {
  const password = { secret: tenantNames(spec.id).secret, key: passwordKey }
  const url = (tls: string) =>
    `postgresql://${role}:$(DATABASE_PASSWORD)@$(DATABASE_HOST):${databasePort}/${databaseName}?${tls}`
  if (cluster.kind === 'local') {
    const env = {
      DATABASE_HOST: localDatabaseHost,
      DATABASE_PASSWORD: password,
      DATABASE_URL: url('sslmode=disable'),
    }
    return { env }
  }
  const { name } = databaseEndpoints(spec)
  const tls = 'sslmode=verify-full&sslrootcert=/etc/paddock/database/ca.pem'
  return {
    env: {
      DATABASE_HOST: { secret: name, key: 'database-host' },
      DATABASE_PASSWORD: password,
      DATABASE_URL: url(tls),
    },
    ca: { secret: name, key: 'database-ca' },
  }
}

/** Connections of both roles: what the migration and the export need. */
export function databaseUrls(spec: TenantSpec, cluster: TenantClusterSpec): Env {
  const { appRole, migrateRole } = tenantNames(spec.id)
  const app = databaseUrl(spec, cluster, appRole, 'database-password').env
  const migrate = databaseUrl(spec, cluster, migrateRole, 'database-migrate-password').env
  return {
    ...app,
    MIGRATE_PASSWORD: migrate['DATABASE_PASSWORD'] ?? '',
    MIGRATE_DATABASE_URL: String(migrate['DATABASE_URL']).replace(
      '(DATABASE_PASSWORD)',
      '(MIGRATE_PASSWORD)',
    ),
  }
}

/** PostgreSQL of a laptop cluster. */
export const localDatabaseHost = `postgres.${platform.data}.svc.cluster.local`

/** Secret and entry of Secrets Manager of a cell's administrator. */
export function cellAdmin(cell: string): string {
  return `cell-${cell}-database-admin`
}

/** Resolves the tenant's schema, roles and the Job that makes them. */
export function resolveDatabase(spec: TenantSpec, cluster: TenantClusterSpec): ResolvedDatabase {
  const names = tenantNames(spec.id)
  const local = cluster.kind === 'local'
  const dedicated = spec.database === 'dedicated'
  const adminSecret = local ? 'postgres-admin' : dedicated ? names.databaseAdmin : cellAdmin(spec.cell)
  return {
    name: databaseName,
    schema: names.schema,
    appRole: names.appRole,
    migrateRole: names.migrateRole,
    connectionLimit: connectionLimit(spec),
    port: databasePort,
    bootstrap: {
      namespace: platform.data,
      image: imageReference('postgres'),
      pod: {
        cpuMillis: 50,
        memoryBytes: 64 * MiB,
        memoryLimitBytes: GiB / 4,
        ephemeralBytes: 64 * MiB,
        gpus: 0,
      },
      adminSecret,
      ...(dedicated && !local ? { adminEntry: `tenant-${spec.id}-database-admin` } : {}),
      passwordSecret: names.bootstrap,
      sslMode: local ? 'disable' : 'verify-full',
    },
  }
}
