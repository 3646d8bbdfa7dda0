import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { MiB } from '../../../lib/catalog/units.ts'
import { busAccess } from '../../../lib/resolve/cache-access.ts'
import { claimPort } from '../../support/ports.ts'
import { repository } from '../../support/workspace.ts'
import { debian, inDebian } from './debian.ts'
import { startBus, stopValkeys } from './valkey-server.ts'

const port = String(await claimPort())
/** The image's name of Python. */
const folder = mkdtempSync(join(tmpdir(), 'paddock-drain-'))

beforeAll(async () => {
  const { stdout } = await x('which', ['python3'])
  symlinkSync(stdout.trim(), join(folder, 'python'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() =>
  startBus(port, 'drain', { accessRules: busAccess('tenant-a'), dataBytes: 96 * MiB }).then(() => undefined),
)
afterEach(stopValkeys)

const bus = (...command: string[]) =>
  inDebian('valkey', [
    ...['valkey-cli', '-p', port, '--no-auth-warning', '--user', 'bus', '--pass', 'secretbus'],
    ...command,
  ])

/** A task as Open WebUI notes it, and its end. */
async function begin(task: string) {
  await bus('set', `tenant-a:tasks:${task}`, '1', 'EX', '300')
  await bus('hset', 'tenant-a:tasks', task, 'chat')
}
async function end(task: string) {
  await bus('del', `tenant-a:tasks:${task}`)
  await bus('hdel', 'tenant-a:tasks', task)
}

/** The hook, on this machine's own network, until it has ended; what it wrote, line by line, as it comes. */
function drain(modelPort: number, seconds: number) {
  const started = performance.now()
  const run = x('bash', [join(repository, 'charts/tenant/open-webui/drain.sh')], {
    nodeOptions: {
      env: {
        PATH: `${folder}:${process.env['PATH']}`,
        PYTHONPATH: join(debian, 'srv/open-webui'),
        REDIS_URL: `redis://bus:secretbus@127.0.0.1:${port}/0`,
        REDIS_KEY_PREFIX: 'tenant-a',
        MODEL_PORT: String(modelPort),
        SETTLE_SECONDS: '0',
        DRAIN_SECONDS: String(seconds),
        LOOK_SECONDS: '0.3',
      },
    },
  })
  const lines: string[] = []
  run.process?.stdout?.on('data', (data: Buffer) => lines.push(...data.toString().split('\n')))
  const ended = run.then(({ exitCode }) => ({
    code: exitCode,
    seconds: (performance.now() - started) / 1000,
    timeIsOver: lines.includes('drain: the time limit is reached'),
  }))
  const sees = async (line: string) => {
    while (!lines.includes(`drain: ${line}`)) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { ended, sees, lines }
}

/** No model server has it. */
const unused = 9
const quiet = '0 tasks, 0 connections to model servers'

test('a pod without an answer under way ends after two looks', async () => {
  const { ended, lines } = drain(unused, 60)
  expect(await ended).toMatchObject({ code: 0, timeIsOver: false })
  expect(lines.filter((line) => line !== '')).toEqual([`drain: ${quiet}`, `drain: ${quiet}`])
})

test('an answer of the page is waited for; one that begins later, on another pod, is not', async () => {
  await begin('of-a-page')
  const { ended, sees } = drain(unused, 60)
  await sees('1 tasks, 0 connections to model servers')
  await begin('elsewhere')
  await end('of-a-page')
  expect(await ended).toMatchObject({ code: 0, timeIsOver: false })
})

test('a task whose pod has died holds nobody', async () => {
  await bus('hset', 'tenant-a:tasks', 'left-behind', 'chat')
  expect(await drain(unused, 60).ended).toMatchObject({ code: 0, timeIsOver: false })
})

test('an answer over the API is waited for: a connection to a model server', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: modelPort } = server.address() as AddressInfo
  const socket = connect(modelPort, '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
    server.close()
  })
  await new Promise((resolve) => socket.once('connect', resolve))
  const { ended, sees } = drain(modelPort, 60)
  await sees('0 tasks, 1 connections to model servers')
  socket.destroy()
  expect(await ended).toMatchObject({ code: 0, timeIsOver: false })
})

test('an answer without end does not hold the pod past the limit', async () => {
  await begin('endless')
  const outcome = await drain(unused, 3).ended
  expect(outcome).toMatchObject({ code: 0, timeIsOver: true })
  expect(outcome.seconds).toBeGreaterThan(2.5)
})

test('while the bus does not answer nothing is known, and the pod waits', async () => {
  stopValkeys()
  const { ended, lines } = drain(unused, 4)
  const outcome = await ended
  expect(outcome).toMatchObject({ code: 0, timeIsOver: true })
  expect(outcome.seconds).toBeGreaterThan(3.5)
  expect(lines.some((line) => line.startsWith('drain: unknown: ConnectionError'))).toBe(true)
})

test('a bus that comes back is asked again', async () => {
  await begin('of-a-page')
  stopValkeys()
  const { ended, lines } = drain(unused, 120)
  while (!lines.some((line) => line.startsWith('drain: unknown'))) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await startBus(port, 'drain', { accessRules: busAccess('tenant-a'), dataBytes: 96 * MiB }, 'kept')
  await end('of-a-page')
  expect(await ended).toMatchObject({ code: 0, timeIsOver: false })
})
