import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimPorts } from '../../support/ports.ts'
import { debian, inDebian, scripts } from './debian.ts'

// Each of the three has an address of its own on the loopback interface.
const [serverPort, sentinelPort] = (await claimPorts(2)).map(String)
const ports = { server: serverPort ?? '', sentinel: sentinelPort ?? '' } as const
const hosts = ['127.0.7.1', '127.0.7.2', '127.0.7.3'] as const
const running = new Map<string, ChildProcess[]>()

function start(host: string): void {
  const env = {
    PATH: '/usr/bin:/bin',
    AUTH: 'secret',
    BIND: host,
    MAX_BYTES: '67108864',
    NAME: host,
    PEERS: hosts.join(' '),
    PORT: ports.server,
    PRIMARY: 'argocd',
    SENTINEL_PORT: ports.sentinel,
  }
  const processes = ['server', 'sentinel'].map((role) => {
    const variables = Object.entries({ ...env, DATA_DIR: `/tmp/cache-${host}-${role}` }).map(
      ([key, value]) => `${key}=${value}`,
    )
    const command = ['/usr/bin/env', '-i', ...variables, 'bash', `${scripts}/cache.sh`, role]
    return spawn('chroot', ['--userspec=valkey', debian, ...command], { stdio: 'ignore' })
  })
  running.set(host, processes)
}

async function say(host: string, port: string, ...command: string[]): Promise<string> {
  const { out } = await inDebian('valkey', ['valkey-cli', '-h', host, '-p', port, ...command], {
    REDISCLI_AUTH: 'secret',
  })
  return out.trim()
}
const primaryAt = async (host: string) =>
  (await say(host, ports.sentinel, 'sentinel', 'get-primary-addr-by-name', 'argocd')).split('\n')[0] ?? ''

async function until(what: () => Promise<boolean>, seconds: number): Promise<void> {
  for (let tries = 0; tries < seconds * 5; tries++) {
    if (await what()) return
    await sleep(200)
  }
  throw new Error(`not within ${seconds} s: ${what}`)
}
/** Whether the sentinel at `host` could fail over: it asks a primary for its replicas every ten seconds only. */
const knowsBothReplicas = async (host: string) =>
  (await say(host, ports.sentinel, 'sentinel', 'replicas', 'argocd')).match(/^master-link-status\nok$/gm)
    ?.length === 2
const quorum = async (host: string) =>
  (await say(host, ports.sentinel, 'sentinel', 'ckquorum', 'argocd')).startsWith('OK 3 usable Sentinels')
function kill(host: string): void {
  for (const one of running.get(host) ?? []) one.kill('SIGKILL')
}

beforeAll(async () => {
  for (const host of hosts) {
    for (const role of ['server', 'sentinel']) {
      const folder = `/tmp/cache-${host}-${role}`
      await inDebian('root', ['sh', '-c', `rm -rf ${folder} && mkdir ${folder} && chown valkey ${folder}`])
    }
  }
  start(hosts[0])
  await until(async () => (await primaryAt(hosts[0])) === hosts[0], 20)
  start(hosts[1])
  start(hosts[2])
  await until(async () => (await Promise.all(hosts.map(quorum))).every(Boolean), 30)
  await until(async () => (await Promise.all(hosts.map(knowsBothReplicas))).every(Boolean), 40)
})
afterAll(() => {
  for (const host of hosts) kill(host)
})

test('a primary that is killed is replaced, and comes back as a replica; the sentinels count three again', async () => {
  expect(await Promise.all(hosts.map(primaryAt))).toEqual([hosts[0], hosts[0], hosts[0]])
  kill(hosts[0])
  // Five seconds until two agree; a vote that nobody won is held again after twice the fail-over time of 15 s.
  await until(async () => (await primaryAt(hosts[1])) !== hosts[0], 90)
  const next = await primaryAt(hosts[1])
  expect(hosts.slice(1)).toContain(next)
  await until(async () => (await say(next, ports.server, 'set', 'key', 'value')) === 'OK', 20)

  start(hosts[0])
  await until(async () => (await say(hosts[0], ports.server, 'get', 'key')) === 'value', 40)
  expect(await say(hosts[0], ports.server, 'set', 'key', 'other')).toContain('READONLY')
  await until(async () => (await Promise.all(hosts.map(quorum))).every(Boolean), 30)
}, 240_000)

test('nobody is answered without the password', async () => {
  const { out } = await inDebian('valkey', ['valkey-cli', '-h', hosts[1], '-p', ports.server, 'get', 'key'])
  expect(out).toContain('NOAUTH')
})
