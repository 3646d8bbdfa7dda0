import { imageReference } from '../catalog/images.ts'
import { GiB, MiB } from '../catalog/units.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import type { ResolvedDatabase } from './data-types.ts'
import { variable, withVariables } from './env-reference.ts'
import { cellNames, databaseAdminSecret, databaseInstanceSecret, platform, tenantNames } from './names.ts'
import { openWebuiProcesses } from './open-webui-scale.ts'
import type { Env } from './pod-types.ts'

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
/** Ceiling of the migration role, as tenant.sql sets it: the Job's connections. */
export const migrateConnectionLimit = 3
/** Left for the export of an offboarded tenant and an operator's session. */
const spareConnections = 3

/** Ceiling of the runtime role: every process at full scale, rollout included, with full pools. */
export function connectionLimit(spec: CompleteTenantSpec): number {
  return connectionsPerProcess * openWebuiProcesses(spec) + spareConnections
}

/** Administrator of every database on AWS; RDS reserves `admin` and `postgres` is everybody's first guess. */
export const databaseAdmin = 'paddock_admin'
/** Secret that the claim of a tenant's own database writes into its namespace: address and CA. */
export const databaseSecret = 'tenant-database'

/** The Secret in the tenant's namespace with address and CA of its database: its claim's, or the cell's. */
function databaseEndpoint(spec: CompleteTenantSpec) {
  return spec.database === 'dedicated'
    ? { host: { secret: databaseSecret, key: 'host' }, ca: { secret: databaseSecret, key: 'ca' } }
    : {
        host: { secret: 'cell-endpoints', key: 'database-host' },
        ca: { secret: 'cell-endpoints', key: 'database-ca' },
      }
}

/** Host, password and URL of the tenant's database for one of its roles, and the CA to check it by. */
export function databaseUrl(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
  role: string,
  passwordKey: string,
  passwordVariable = 'DATABASE_PASSWORD',
): { env: Env; ca?: { secret: string; key: string } } {
  const password = { secret: tenantNames(spec.id).secret, key: passwordKey }
  const url = (tls: string) =>
    withVariables`postgresql://${role}:${variable(passwordVariable)}@${variable('DATABASE_HOST')}:${String(databasePort)}/${databaseName}?${tls}`
  if (cluster.kind === 'local') {
    const env = {
      DATABASE_HOST: localDatabaseHost,
      [passwordVariable]: password,
      DATABASE_URL: url('sslmode=disable'),
    }
    return { env }
  }
  const { host, ca } = databaseEndpoint(spec)
  const tls = 'sslmode=verify-full&sslrootcert=/etc/paddock/database/ca.pem'
  return {
    env: {
      DATABASE_HOST: host,
      [passwordVariable]: password,
      DATABASE_URL: url(tls),
    },
    ca,
  }
}

/** Connections of both roles, for the migration and the export. */
export function databaseUrls(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): Env {
  const { appRole, migrateRole } = tenantNames(spec.id)
  const app = databaseUrl(spec, cluster, appRole, 'database-password').env
  const migrate = databaseUrl(spec, cluster, migrateRole, 'database-migrate-password', 'MIGRATE_PASSWORD').env
  const { DATABASE_URL: url = '', MIGRATE_PASSWORD: password = '' } = migrate
  return { ...app, MIGRATE_PASSWORD: password, MIGRATE_DATABASE_URL: url }
}

/** PostgreSQL of a laptop cluster. */
export const localDatabaseHost = `postgres.${platform.data}.svc.cluster.local`

/** Resolves the tenant's schema, roles and the Job that makes them. */
export function resolveDatabase(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
): ResolvedDatabase {
  const names = tenantNames(spec.id)
  return {
    name: databaseName,
    schema: names.schema,
    appRole: names.appRole,
    migrateRole: names.migrateRole,
    connectionLimit: connectionLimit(spec),
    migrateConnectionLimit,
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
      ...administrator(spec, cluster),
      passwordSecret: names.bootstrap,
    },
  }
}

type Bootstrap = ResolvedDatabase['bootstrap']

/** The administrator who prepares the database: of the laptop's server, the tenant's own instance or the cell's. */
function administrator(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
): Pick<Bootstrap, 'host' | 'username' | 'password' | 'ca' | 'sslMode'> {
  const of = (secret: string) => (key: string) => ({ secret, key })
  if (cluster.kind === 'local') {
    const admin = of('postgres-admin')
    return {
      host: admin('host'),
      username: admin('username'),
      password: admin('password'),
      sslMode: 'disable',
    }
  }
  const ofCell = cellAdministrator(spec.cell)
  if (spec.database === 'dedicated') {
    const { instance } = tenantNames(spec.id)
    return {
      host: of(databaseInstanceSecret(instance))('host'),
      username: databaseAdmin,
      password: of(databaseAdminSecret(instance))('password'),
      // RDS's roots are the same for every instance.
      ca: ofCell.ca,
      sslMode: 'verify-full',
    }
  }
  return { ...ofCell, sslMode: 'verify-full' }
}

/** The administrator of a cell's database, as Jobs in the platform's data namespace reach it. */
export function cellAdministrator(
  cell: string,
): Required<Pick<Bootstrap, 'host' | 'username' | 'password' | 'ca'>> {
  const secret = cellNames(cell).database
  return {
    host: { secret, key: 'host' },
    username: databaseAdmin,
    password: { secret: databaseAdminSecret(cell), key: 'password' },
    ca: { secret, key: 'ca' },
  }
}
