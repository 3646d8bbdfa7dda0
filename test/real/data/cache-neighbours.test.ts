import { afterAll, beforeAll, expect, test } from 'vitest'
import { MiB } from '../../../lib/catalog/units.ts'
import { busAccess, dedicatedCacheAccess, sharedCacheAccess } from '../../../lib/resolve/cache-access.ts'
import { claimPorts } from '../../support/ports.ts'
import { inDebian } from './debian.ts'
import { emptyFolders, startBus, startValkey, stopValkeys } from './valkey-server.ts'

const [cell = '', own = '', bus = ''] = (await claimPorts(3)).map(String)

const send = async (port: string, user: string, commands: readonly string[]) =>
  (
    await inDebian(
      'valkey',
      ['valkey-cli', '-p', port, '--no-auth-warning', '--user', user, '--pass', `secret-${user}`],
      {},
      `${commands.join('\n')}\n`,
    )
  ).out
    .trim()
    .split('\n')
const admin = async (port: string, ...command: string[]) =>
  (
    await inDebian('valkey', ['valkey-cli', '-p', port, ...command], { REDISCLI_AUTH: 'administrator' })
  ).out.trim()
const value = 'x'.repeat(20_000)
const fill = (prefix: string, count = 600) =>
  Array.from({ length: count }, (_, index) => `SET ${prefix}:${index} ${value}`)

async function makeUser(port: string, user: string, rules: string): Promise<void> {
  expect(
    await admin(port, 'acl', 'setuser', user, 'reset', 'on', `>secret-${user}`, ...rules.split(' ')),
  ).toBe('OK')
}

beforeAll(async () => {
  await emptyFolders('neighbours', 'alone')
  await startValkey('start-cache.sh', cell, { ADMIN_PASSWORD: 'administrator', DATA_DIR: '/tmp/neighbours' })
  await startValkey('start-cache.sh', own, { ADMIN_PASSWORD: 'administrator', DATA_DIR: '/tmp/alone' })
  await startBus(bus, 'quiet', { accessRules: busAccess('tenant-b'), dataBytes: 96 * MiB })
  for (const tenant of ['tenant-a', 'tenant-b']) await makeUser(cell, tenant, sharedCacheAccess(tenant))
  await makeUser(own, 'tenant-b', dedicatedCacheAccess('tenant-b'))
  for (const port of [cell, own]) expect(await admin(port, 'config', 'set', 'maxmemory', '6mb')).toBe('OK')
})
afterAll(stopValkeys)

test.each([
  'EVAL "return 1" 0',
  'EVAL_RO "return 1" 0',
  'EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0',
  'EVALSHA_RO e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0',
  'SCRIPT LOAD "return 1"',
  'SCRIPT FLUSH',
  'SCRIPT KILL',
  'SCRIPT EXISTS x',
  'FUNCTION LIST',
  'FUNCTION FLUSH',
  'FCALL mine 0',
  'FCALL_RO mine 0',
  'BLPOP tenant-a:list 0',
  'SORT tenant-a:list',
  'SUBSCRIBE tenant-a:x',
  'MULTI',
  'WAIT 1 0',
  'SETRANGE tenant-a:x 500000000 x',
  'APPEND tenant-a:x x',
  'OBJECT FREQ tenant-b:x',
  'MEMORY USAGE tenant-b:x',
  'RANDOMKEY',
  'DBSIZE',
  'INFO',
  'CLIENT LIST',
  'SWAPDB 0 1',
])('no command that holds up the shared cache, or looks at others: %s', async (command) => {
  expect((await send(cell, 'tenant-a', [command])).join()).toContain('NOPERM')
})

test('a tenant that fills the shared cache with values without an end stops no other tenant', async () => {
  const answers = await send(cell, 'tenant-a', fill('tenant-a'))
  expect(new Set(answers)).toEqual(new Set(['OK']))
  expect(await send(cell, 'tenant-b', ['SET tenant-b:answer kept EX 30', 'GET tenant-b:answer'])).toEqual([
    'OK',
    'kept',
  ])
})

test('sessions and sign-outs of the neighbour are on its bus, which a full shared cache does not touch', async () => {
  const own = async (...command: string[]) =>
    (
      await inDebian('valkey', [
        'valkey-cli',
        '-p',
        bus,
        '--no-auth-warning',
        '--user',
        'bus',
        '--pass',
        'secretbus',
        ...command,
      ])
    ).out.trim()
  expect(await own('set', 'tenant-b:auth:token:x:revoked', '1', 'EX', '86400')).toBe('OK')
  await send(cell, 'tenant-a', fill('tenant-a'))
  expect(await own('get', 'tenant-b:auth:token:x:revoked')).toBe('1')
})

test('a cache of one tenant refuses writes when it is full, and keeps sign-outs that have an end', async () => {
  // As the composition sets it for a cache named after a tenant.
  expect(await admin(own, 'config', 'set', 'maxmemory-policy', 'noeviction')).toBe('OK')
  expect(await send(own, 'tenant-b', ['SET tenant-b:auth:token:x:revoked 1 EX 86400'])).toEqual(['OK'])
  expect((await send(own, 'tenant-b', fill('tenant-b:fill'))).join()).toContain('OOM')
  expect(await send(own, 'tenant-b', ['GET tenant-b:auth:token:x:revoked'])).toEqual(['1'])
})
