import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { databaseParameters } from '../../../crossplane/apis/postgres-database/parameters.ts'
import { claimPort } from '../../support/ports.ts'
import { copyScripts, debian, inDebian } from './debian.ts'

const data = '/var/lib/postgresql/paddock'
/** The server's log, which RDS sends to CloudWatch. */
export const serverLog = join(debian, 'tmp/postgresql.log')

/** The parameters that cells run with, but those that only RDS knows and the one that is a cell's size. */
const parameters = databaseParameters
  .filter(({ name }) => !name.startsWith('rds.') && name !== 'max_connections')
  .map(({ name, value }) => `${name}=${value}`)

/** Starts PostgreSQL 17 with pgvector in the chroot for all suites, and stops it. */
export default async function setup(): Promise<() => Promise<void>> {
  copyScripts()
  const port = await claimPort()
  const must = async (...command: string[]) => {
    const { code, out, err } = await inDebian('postgres', command)
    if (code !== 0) throw new Error(`${command.join(' ')}: ${out}${err}`)
  }
  await must('sh', '-c', `rm -rf ${data} && echo superuser > /tmp/password`)
  await must(
    'initdb',
    '--pgdata',
    data,
    '--username',
    'postgres',
    '--pwfile',
    '/tmp/password',
    '--auth',
    'scram-sha-256',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
  )
  const fixed =
    `listen_addresses=127.0.0.1 port=${port} unix_socket_directories= dynamic_shared_memory_type=mmap fsync=off`.split(
      ' ',
    )
  const server = spawn(
    'chroot',
    [
      '--userspec=postgres',
      debian,
      '/usr/lib/postgresql/17/bin/postgres',
      '-D',
      data,
      ...[...fixed, ...parameters].flatMap((flag) => ['-c', flag]),
    ],
    { stdio: ['ignore', 'ignore', openSync(serverLog, 'w')] },
  )
  await must(
    'sh',
    '-c',
    `for i in $(seq 60); do pg_isready -q -h 127.0.0.1 -p ${port} && exit 0; sleep 0.5; done; exit 1`,
  )
  process.env['PADDOCK_TEST_PG'] = `127.0.0.1:${port}:postgres:superuser`
  return async () => {
    server.kill('SIGINT')
    await new Promise((resolve) => server.once('exit', resolve))
  }
}
