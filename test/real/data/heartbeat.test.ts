import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { Client as PgClient } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimPort } from '../../support/ports.ts'
import { debian, inDebian, scripts } from './debian.ts'
import { port } from './tenants.ts'

const database = 'beating'
const primaryPort = Number(port)
const replicaPort = await claimPort()
const folder = '/var/lib/postgresql/replica'
const replicaFlags = [
  'listen_addresses=127.0.0.1',
  `port=${replicaPort}`,
  'unix_socket_directories=',
  'dynamic_shared_memory_type=mmap',
  'fsync=off',
].flatMap((flag) => ['-c', flag])

let primary: Client
let replica: Client
let server: ReturnType<typeof spawn>

async function connected(at: number, name: string): Promise<Client> {
  const client = new PgClient({
    host: '127.0.0.1',
    port: at,
    user: 'postgres',
    password: 'superuser',
    database: name,
  })
  await client.connect()
  return client
}

/** The script of the CronJob, against a server. */
const heartbeat = (at: number, beats = 1) =>
  inDebian('postgres', ['bash', `${scripts}/heartbeat.sh`], {
    BEATS: String(beats),
    EVERY_SECONDS: '1',
    PGDATABASE: database,
    PGHOST: '127.0.0.1',
    PGPASSWORD: 'superuser',
    PGPORT: String(at),
    PGUSER: 'postgres',
    SQL_DIR: scripts,
  })

/** As RDS measures it: seconds since the last transaction that the replica has replayed. */
async function lagSeconds(): Promise<number> {
  const { rows } = await replica.query<{ lag: number }>(
    'select extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float as lag',
  )
  return rows[0]?.lag ?? Number.NaN
}

beforeAll(async () => {
  const root = await connected(primaryPort, 'postgres')
  await root.query(`drop database if exists ${database} with (force)`)
  await root.query(`create database ${database}`)
  await root.end()
  primary = await connected(primaryPort, database)
  await inDebian('postgres', ['rm', '-rf', folder])
  const source = `host=127.0.0.1 port=${primaryPort} user=postgres password=superuser`
  const copy = ['pg_basebackup', '-d', source, '-D', folder, '-R', '-X', 'stream', '-c', 'fast']
  expect(await inDebian('postgres', copy)).toMatchObject({ code: 0 })
  const program = '/usr/lib/postgresql/17/bin/postgres'
  server = spawn('chroot', ['--userspec=postgres', debian, program, '-D', folder, ...replicaFlags], {
    stdio: 'ignore',
  })
  const ready = `for i in $(seq 60); do pg_isready -q -h 127.0.0.1 -p ${replicaPort} && exit 0; sleep 0.5; done; exit 1`
  expect(await inDebian('postgres', ['sh', '-c', ready])).toMatchObject({ code: 0 })
  replica = await connected(replicaPort, database)
})

afterAll(async () => {
  await replica?.end()
  await primary?.end()
  server?.kill('SIGINT')
  await new Promise((resolve) => server?.once('exit', resolve))
})

test('an idle source makes the replica look late; a beat shows that it is not', async () => {
  expect(await heartbeat(primaryPort)).toMatchObject({ code: 0, out: 'heartbeat: 1 beats\n', err: '' })
  await pause(4000)
  expect(await lagSeconds()).toBeGreaterThan(3)
  await heartbeat(primaryPort)
  await pause(200)
  expect(await lagSeconds()).toBeLessThan(2)
})

test('beats come at their pace over one connection', async () => {
  const times = new Set<string>()
  const look = async () => {
    const { rows } = await primary.query<{ at: string }>('select beat_at::text as at from paddock.heartbeat')
    times.add(rows[0]?.at ?? '')
  }
  await look()
  let done = false
  const run = heartbeat(primaryPort, 3).finally(() => {
    done = true
  })
  while (!done) {
    await look()
    await pause(100)
  }
  await look()
  expect(await run).toMatchObject({ code: 0, err: '' })
  // The one before, and three more.
  expect(times.size).toBe(4)
})

test('a server that takes no writes is an error, told at once', async () => {
  const { code, err } = await heartbeat(replicaPort, 3)
  expect(code).not.toBe(0)
  expect(err).toContain('read-only transaction')
})
