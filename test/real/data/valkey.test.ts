import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultUserAccess } from '../../../crossplane/apis/redis-cache/users.ts'
import { MiB } from '../../../lib/catalog/units.ts'
import { busAccess, sharedCacheAccess } from '../../../lib/resolve/cache-access.ts'
import { claimPorts } from '../../support/ports.ts'
import { inDebian, scripts } from './debian.ts'
import { emptyFolders, startBus, startValkey, stopValkeys } from './valkey-server.ts'

const [cell = '', busPort = ''] = (await claimPorts(2)).map(String)
const ports = { cell, bus: busPort } as const

async function makeUser(tenant: string): Promise<string> {
  const { code, out, err } = await inDebian('valkey', ['bash', `${scripts}/create-cache-user.sh`], {
    HOST: '127.0.0.1',
    PORT: ports.cell,
    REDISCLI_AUTH: 'administrator',
    USER_NAME: `tenant-${tenant}`,
    USER_PASSWORD: `secret${tenant}`,
    ACL_RULES: sharedCacheAccess(`tenant-${tenant}`),
    WAIT_SECONDS: '10',
  })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

const as = async (user: string, password: string, port: string, ...command: string[]) =>
  (
    await inDebian('valkey', [
      'valkey-cli',
      '-p',
      port,
      '--no-auth-warning',
      '--user',
      user,
      '--pass',
      password,
      ...command,
    ])
  ).out.trim()
const a = (...command: string[]) => as('tenant-a', 'secreta', ports.cell, ...command)
const b = (...command: string[]) => as('tenant-b', 'secretb', ports.cell, ...command)
const bus = (...command: string[]) => as('bus', 'secretbus', ports.bus, ...command)

beforeAll(async () => {
  await emptyFolders('cell')
  await startValkey('start-cache.sh', ports.cell, { ADMIN_PASSWORD: 'administrator', DATA_DIR: '/tmp/cell' })
  await startBus(ports.bus, 'bus', { accessRules: busAccess('tenant-a'), dataBytes: 96 * MiB })
  expect(await makeUser('a')).toContain('tenant-a is ready')
  await makeUser('b')
  await makeUser('a')
  expect(await b('set', 'tenant-b:session:1', 'of b')).toBe('OK')
})
afterAll(stopValkeys)

/**
 * Commands that Open WebUI 0.12.4 sends to its bus: presence and notes under locks, and counters of encrypted channels.
 */
test('the bus takes what notes and presence need: locks, sizes, transactions', async () => {
  const release =
    "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
  expect(await bus('set', 'tenant-a:lock', 'mine', 'NX', 'PX', '9000')).toBe('OK')
  const sha = await bus('script', 'load', release)
  expect(await bus('evalsha', sha, '1', 'tenant-a:lock', 'mine')).toBe('1')
  expect(await bus('incrby', 'tenant-a:ydoc:size', '3')).toBe('3')
  expect(await bus('exists', 'tenant-a:ydoc:size')).toBe('1')
  expect(await bus('hincrby', 'tenant-a:count', 'bytes', '5')).toBe('5')
  expect(await bus('multi')).toBe('OK')
  for (const other of [['flush'], ['kill']]) expect(await bus('script', ...other)).toMatch(/NOPERM/)
})

describe('a tenant in the cell’s cache', () => {
  test('works on its own keys', async () => {
    expect(await a('set', 'tenant-a:k', 'v', 'EX', '60')).toBe('OK')
    expect(await a('get', 'tenant-a:k')).toBe('v')
    expect(await a('mget', 'tenant-a:k')).toBe('v')
    expect(await a('ttl', 'tenant-a:k')).toMatch(/^[1-9]/)
    expect(await a('del', 'tenant-a:k')).toBe('1')
  })

  /** One script holds up the server for all. */
  test.each([
    ['eval', 'return 1', '0'],
    ['eval_ro', 'return 1', '0'],
    ['evalsha', 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db', '0'],
    ['evalsha_ro', 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db', '0'],
    ['script', 'load', 'return 1'],
    ['script', 'kill'],
    ['script', 'flush'],
    ['function', 'load', '#!lua name=mine\nserver.register_function("f", function() return 1 end)'],
    ['function', 'list'],
    ['fcall', 'f', '0'],
    ['fcall_ro', 'f', '0'],
  ])('runs no script: %s', async (...command) => {
    expect(await a(...command)).toMatch(/NOPERM/)
  })

  test.each([
    ['reads a key of the other', ['get', 'tenant-b:session:1']],
    ['writes a key of the other', ['set', 'tenant-b:session:1', 'x']],
    ['deletes a key of the other', ['del', 'tenant-b:session:1']],
    ['takes a prefix that begins like its own', ['get', 'tenant-abc:k']],
    ['hears a channel of the other', ['subscribe', 'tenant-b:tasks:commands']],
    ['hears by pattern', ['psubscribe', '*']],
    ['speaks on a channel of the other', ['publish', 'tenant-b:tasks:commands', 'stop']],
    ['speaks on the fixed channel of websockets', ['publish', 'socketio', 'x']],
    ['lists keys', ['keys', '*']],
    ['scans', ['scan', '0']],
    ['empties the server', ['flushall']],
    ['reads the configuration', ['config', 'get', '*']],
    ['listens to everybody', ['monitor']],
    ['reads users', ['acl', 'list']],
    ['makes a user', ['acl', 'setuser', 'mine', 'on', 'nopass', '+@all']],
    ['stops the server', ['shutdown', 'nosave']],
    ['copies a key over', ['copy', 'tenant-b:session:1', 'tenant-a:k2']],
    ['reads slow commands of others', ['slowlog', 'get']],
    ['kills clients', ['client', 'kill', 'type', 'normal']],
  ])('%s: refused', async (_, command) => {
    expect(await a(...command)).toMatch(/NOPERM/)
    expect(await b('get', 'tenant-b:session:1')).toBe('of b')
  })

  test('nobody gets in without a password, or with the other’s', async () => {
    expect(
      (await inDebian('valkey', ['valkey-cli', '-p', ports.cell, 'get', 'tenant-b:session:1'])).out,
    ).toContain('NOAUTH')
    expect(await as('tenant-b', 'secreta', ports.cell, 'ping')).toMatch(/WRONGPASS|NOAUTH/)
  })
})

test('with two passwords one can be changed while the other is in use, and an open connection stays', async () => {
  const admin = (...command: string[]) =>
    inDebian('valkey', ['valkey-cli', '-p', ports.cell, ...command], { REDISCLI_AUTH: 'administrator' })
  const ping = (password: string) => as('tenant-r', password, ports.cell, 'ping')
  await admin('acl', 'setuser', 'tenant-r', 'on', '>old', '>next', '~tenant-r:*', '+ping', '+auth')
  expect([await ping('old'), await ping('next')]).toEqual(['PONG', 'PONG'])

  const session = inDebian('valkey', [
    'sh',
    '-c',
    `(echo 'auth tenant-r old'; sleep 2; echo ping) | valkey-cli -p ${ports.cell}`,
  ])
  await new Promise((resolve) => setTimeout(resolve, 1000))
  await admin('acl', 'setuser', 'tenant-r', '<old', '>newest')
  expect(await ping('old')).toMatch(/WRONGPASS|NOAUTH/)
  expect([await ping('next'), await ping('newest')]).toEqual(['PONG', 'PONG'])
  expect((await session).out.trim().split('\n')).toEqual(['OK', 'PONG'])
})

describe('the bus of a tenant', () => {
  test('carries the fixed channels and rooms of websockets', async () => {
    expect(await bus('publish', 'socketio', 'x')).toBe('0')
    expect(await bus('publish', 'socketio#/#user:1', 'x')).toBe('0')
    expect(await bus('hset', 'tenant-a:session_pool', 'k', 'v')).toBe('1')
    expect(await bus('hexists', 'tenant-a:session_pool', 'k')).toBe('1')
  })

  test('lets a probe ping and nobody else do anything', async () => {
    const anybody = async (...command: string[]) =>
      (await inDebian('valkey', ['valkey-cli', '-p', ports.bus, ...command])).out.trim()
    expect(await anybody('ping')).toBe('PONG')
    expect(await anybody('publish', 'socketio', 'x')).toContain('NOPERM')
    expect(await anybody('hgetall', 'tenant-a:session_pool')).toContain('NOPERM')
    expect(await bus('config', 'get', '*')).toContain('NOPERM')
    expect(await bus('set', 'other:k', 'v')).toContain('NOPERM')
  })
})

test('with the user `default` as a cache on AWS has it, who does not sign in gets nothing; tenants go on', async () => {
  const admin = (...command: string[]) => as('operator', 'administrator', ports.cell, ...command)
  const first = (...command: string[]) => as('default', 'administrator', ports.cell, ...command)
  expect(await first('acl', 'setuser', 'operator', 'on', '>administrator', '~*', '&*', '+@all')).toBe('OK')
  expect(
    await admin('acl', 'setuser', 'default', 'reset', '>whatever', ...defaultUserAccess.split(' ')),
  ).toBe('OK')
  expect((await inDebian('valkey', ['valkey-cli', '-p', ports.cell, 'ping'])).out).toContain('NOAUTH')
  expect(await as('default', 'whatever', ports.cell, 'ping')).toMatch(/WRONGPASS|NOAUTH/)
  expect(await a('ping')).toBe('PONG')
})
