import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, openSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseParameters } from '../../../crossplane/apis/postgres-database/parameters.ts'
import { databaseName } from '../../../lib/resolve/database.ts'
import { copyScripts, inDebian, scripts } from '../data/debian.ts'
import type { Certificate } from './certificates.ts'
import { debian, work } from './images.ts'
import { serviceAddress } from './network.ts'

/** Database, cache and object store of a cell, outside of pods, over TLS as in AWS and without it as on a laptop. */
export interface Cell {
  readonly database: string
  readonly cache: string
  /** The cache without TLS, as a laptop has it. */
  readonly localCache: string
  readonly store: string
  /** File of the authority that signed the certificates of the three. */
  readonly authority: string
  /** Passwords of the administrators. */
  readonly passwords: { readonly database: string; readonly cache: string }
  stop(): Promise<void>
}

/** Names by which a cell's servers are known in AWS; `certify` must name them too. */
export const cellNames = {
  cache: 'cache.cell.paddock.example',
  database: 'database.cell.paddock.example',
  store: 's3.us-east-1.amazonaws.com',
} as const
/** Name of the bucket for files. */
export const bucket = 'paddock-files'
const passwords = { database: 'superuser', cache: 'administrator' } as const
// Two runs at once share the chroot.
const folder = `/tmp/cell-${basename(work)}`
/** Port of the cache that only the test knows. */
const adminPort = '6390'

/** Runs a command in the chroot; its output. Throws when it fails. */
async function must(
  user: string,
  command: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { code, out, err } = await inDebian(user, command, env)
  if (code !== 0) throw new Error(`${command.join(' ')}: ${out}${err}`)
  return out
}

function server(
  name: string,
  user: string,
  command: readonly string[],
  more: Record<string, string> = {},
): ChildProcess {
  const log = openSync(join(work, `${name}.log`), 'a')
  const env = { PATH: '/usr/lib/postgresql/17/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', ...more }
  return spawn('/usr/sbin/chroot', [`--userspec=${user}`, debian, ...command], {
    stdio: ['ignore', log, log],
    env,
  })
}

async function until(name: string, ready: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ready()
      return
    } catch (cause) {
      if (tries > 240)
        throw new Error(`${name}: ${readFileSync(join(work, `${name}.log`), 'utf8').slice(-2000)}`, { cause })
      await sleep(250)
    }
  }
}

/** Starts the three; their data is deleted at the end of the run. */
export async function startCell(certificate: Certificate): Promise<Cell> {
  const database = await serviceAddress()
  const cache = await serviceAddress()
  const localCache = await serviceAddress()
  const store = await serviceAddress()
  copyScripts()
  rmSync(join(debian, folder), { recursive: true, force: true })
  await must('root', ['mkdir', '-p', `${folder}/local`])
  await must('root', ['chown', 'valkey', `${folder}/local`])
  for (const user of ['postgres', 'valkey', 'nobody']) {
    await must('root', ['mkdir', `${folder}/${user}`])
    for (const [from, to] of [
      [certificate.certificate, 'server.pem'],
      [certificate.key, 'server.key'],
      [certificate.authority, 'authority.pem'],
    ] as const) {
      copyFileSync(from, join(debian, folder, user, to))
      chmodSync(join(debian, folder, user, to), 0o600)
    }
    await must('root', ['chown', '-R', user, `${folder}/${user}`])
  }
  const servers = [
    await startDatabase(database),
    await startCache(cache),
    startLocalCache(localCache),
    server('store', 'nobody', [
      ...['moto_server', '--host', store, '--port', '443', '--ssl-cert', `${folder}/nobody/server.pem`],
      ...['--ssl-key', `${folder}/nobody/server.key`],
    ]),
  ]
  await until('database', () => must('postgres', ['pg_isready', '-q', '-h', database]))
  await administrate(database)
  await until('cache', () => cacheCommand({ cache }, 'ping'))
  await until('store', () => makeBucket(store, certificate))
  return {
    database,
    cache,
    localCache,
    store,
    authority: certificate.authority,
    passwords,
    stop: async () => {
      await Promise.all(
        servers.map(async (one) => {
          if (one.exitCode !== null || one.signalCode !== null) return
          one.kill('SIGKILL')
          await once(one, 'exit')
        }),
      )
      rmSync(join(debian, folder), { recursive: true, force: true })
    },
  }
}

async function startDatabase(address: string): Promise<ChildProcess> {
  const at = `${folder}/postgres`
  await must('postgres', ['sh', '-c', `echo ${passwords.database} > ${at}/password`])
  await must('postgres', [
    ...['initdb', '--pgdata', `${at}/data`, '--username', 'postgres', '--pwfile', `${at}/password`],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C'],
  ])
  await must('postgres', [
    'sh',
    '-c',
    `echo 'host all all 10.0.0.0/8 scram-sha-256' >> ${at}/data/pg_hba.conf`,
  ])
  const parameters = databaseParameters
    .filter(({ name }) => !name.startsWith('rds.') && name !== 'max_connections')
    .map(({ name, value }) => `${name}=${value}`)
  const fixed = [
    `listen_addresses=${address}`,
    'unix_socket_directories=',
    'dynamic_shared_memory_type=mmap',
    'fsync=off',
    'max_connections=200',
    'ssl=on',
    `ssl_cert_file=${at}/server.pem`,
    `ssl_key_file=${at}/server.key`,
  ]
  const settings = [...fixed, ...parameters].flatMap((flag) => ['-c', flag])
  return server('database', 'postgres', ['postgres', '-D', `${at}/data`, ...settings])
}

/** moto checks no signature and distinguishes services by the scope of the credentials. */
const authorization =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'

/** Makes the bucket; fails until the store answers. */
async function makeBucket(host: string, { authority }: Certificate): Promise<void> {
  const servername = 's3.us-east-1.amazonaws.com'
  const ca = readFileSync(authority)
  const headers = { authorization, host: servername }
  await new Promise<void>((resolve, reject) => {
    const outgoing = request(
      { host, servername, ca, method: 'PUT', path: `/${bucket}`, headers },
      (incoming) => {
        incoming.resume()
        if (incoming.statusCode === 200) resolve()
        else reject(new Error(`the bucket is not made: ${incoming.statusCode}`))
      },
    )
    outgoing.on('error', reject)
    outgoing.end()
  })
}

/** The database of the cell, and the administrators by the names that RDS and the laptop have. */
async function administrate(address: string): Promise<void> {
  const sql = (...statements: string[]) =>
    must('postgres', ['psql', '-X', '-q', '-h', address, ...statements.flatMap((one) => ['-c', one])], {
      PGPASSWORD: passwords.database,
    })
  await sql(
    `create database ${databaseName}`,
    `create role paddock_admin superuser login password '${passwords.database}'`,
  )
}

/** As ElastiCache: over TLS only. At a second port without it, for the administrator of the test. */
async function startCache(address: string): Promise<ChildProcess> {
  const at = `${folder}/valkey`
  await must('valkey', [
    'sh',
    '-c',
    `echo 'user default on >${passwords.cache} ~* &* +@all' > ${at}/users.acl`,
  ])
  const pair = ['--tls-cert-file', `${at}/server.pem`, '--tls-key-file', `${at}/server.key`]
  return server('cache', 'valkey', [
    ...['valkey-server', '--bind', address, '--port', adminPort, '--tls-port', '6379', '--dir', at],
    ...[
      ...pair,
      '--tls-ca-cert-file',
      `${at}/authority.pem`,
      '--tls-auth-clients',
      'no',
      '--protected-mode',
      'no',
    ],
    ...['--save', '', '--appendonly', 'no', '--aclfile', `${at}/users.acl`],
    ...['--maxmemory', '192mb', '--maxmemory-policy', 'allkeys-lru', '--timeout', '1800'],
  ])
}

/** The very script that starts it on a laptop. */
function startLocalCache(address: string): ChildProcess {
  const env = { ADMIN_PASSWORD: passwords.cache, BIND: address, DATA_DIR: `${folder}/local` }
  return server('local-cache', 'valkey', ['bash', `${scripts}/start-cache.sh`], env)
}

/** Makes a tenant's user in the cache, by the script that does it on a laptop; in AWS a claim does, with the same rules. */
export async function makeCacheUser(
  cell: Cell,
  name: string,
  password: string,
  rules: string,
): Promise<void> {
  await must('valkey', ['bash', `${scripts}/create-cache-user.sh`], {
    HOST: cell.cache,
    PORT: adminPort,
    REDISCLI_AUTH: passwords.cache,
    USER_NAME: name,
    USER_PASSWORD: password,
    ACL_RULES: rules,
    WAIT_SECONDS: '20',
  })
}

/** A command of the cache's administrator; its output. */
export async function cacheCommand(
  { cache }: Pick<Cell, 'cache'>,
  ...command: readonly string[]
): Promise<string> {
  return must('valkey', ['valkey-cli', '-h', cache, '-p', adminPort, ...command], {
    REDISCLI_AUTH: passwords.cache,
  })
}
