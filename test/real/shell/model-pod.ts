import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createSocket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { proxyAlivePath, proxyConfig } from '../../../charts/tenant/ollama/proxy-config.ts'
import { servingTimes } from '../../../lib/resolve/serving-times.ts'
import { repository } from '../../support/workspace.ts'
import { scratchFolder } from './script.ts'

/** User of the pod; nginx runs as it wherever the tests may choose. */
const user = 10_001

/** A fake of Ollama: answers word by word, and cuts every answer when it is stopped. */
export interface FakeOllama {
  readonly port: number
  /** Bodies that it was asked with. */
  readonly asked: string[]
  /** Answers whose client hung up. */
  readonly cancelled: () => number
  readonly stop: () => void
}

/** Starts the fake: `{"words": n, "every": ms}` is answered by so many lines at that pace. */
export async function startFakeOllama(): Promise<FakeOllama> {
  const asked: string[] = []
  let cancelled = 0
  const server = createServer(async (asking, answer) => {
    const body = await textOf(asking)
    if (asking.method === 'GET') return void answer.end('Ollama is running')
    asked.push(body)
    answer.on('close', () => {
      if (!answer.writableFinished) cancelled += 1
    })
    await speak(answer, JSON.parse(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  onTestFinished(stop)
  return { port: (server.address() as AddressInfo).port, asked, cancelled: () => cancelled, stop }
}

async function speak(answer: ServerResponse, { words = 1, every = 0 }: { words?: number; every?: number }) {
  answer.writeHead(200, { 'Content-Type': 'application/x-ndjson' })
  for (let word = 1; word <= words && !answer.destroyed; word += 1) {
    answer.write(`{"word":${word}}\n`)
    if (every > 0) await sleep(every)
  }
  answer.end()
}

/** Text of a request or an answer. */
export async function textOf(message: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of message) text += chunk
  return text
}

/** The two containers of a model server's pod. */
export interface ModelPod {
  readonly port: number
  /** Port of the count of requests in flight. */
  readonly countsPort: number
  readonly server: FakeOllama
  readonly nginx: ChildProcess
  readonly run: string
  readonly scratch: string
  readonly log: () => string
  /** Ends the pod as the kubelet does: all hooks at the same time, then each container's signal. Seconds it took. */
  readonly end: (more?: { leave?: number; drain?: number }) => Promise<number>
}

/** Starts real nginx with the configuration of `dist/`, but for ports, folders and the given times. */
export async function modelPod(times: Partial<typeof servingTimes> = {}): Promise<ModelPod> {
  const server = await startFakeOllama()
  const folder = scratchFolder()
  const [run, scratch] = [join(folder, 'run'), join(folder, 'tmp')]
  for (const one of [run, scratch]) mkdirSync(one)
  const root = process.getuid?.() === 0
  chmodSync(folder, 0o755)
  if (root) for (const one of [run, scratch]) chownSync(one, user, user)
  const accessLog = join(scratch, 'access.log')
  const port = await freePort()
  const countsPort = await freePort()
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    proxyConfig({
      port,
      serverPort: server.port,
      countsPort,
      runFolder: run,
      scratchFolder: scratch,
      accessLog,
      times: { ...servingTimes, ...times },
    }),
  )
  const nginx = spawn('nginx', ['-e', 'stderr', '-c', file, '-g', 'daemon off;'], {
    // Its worker outlives a master that is killed, so both are one group.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(root ? { uid: user, gid: user } : {}),
  })
  const gone = new Promise<void>((resolve) => nginx.once('exit', () => resolve()))
  onTestFinished(() => killGroup(nginx))
  await listens(port)
  const end: ModelPod['end'] = async ({ leave = 1, drain = 60 } = {}) => {
    const started = performance.now()
    const left = sleep(leave * 1000).then(() => nginx.kill('SIGQUIT'))
    await runDrain({ PROXY_RUN: run, DRAIN_SECONDS: String(drain) })
    server.stop()
    const seconds = (performance.now() - started) / 1000
    await left
    if (nginx.signalCode === null && nginx.exitCode === null) nginx.kill('SIGKILL')
    await gone
    return seconds
  }
  return { port, countsPort, server, nginx, run, scratch, log: () => readFileSync(accessLog, 'utf8'), end }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch {
    // All of it has ended.
  }
}

/** Runs the server's pre-stop hook with exactly the given environment. Exit code and seconds. */
export async function runDrain(env: Readonly<Record<string, string>>) {
  const started = performance.now()
  const hook = spawn('/bin/bash', [join(repository, 'charts/tenant/ollama/drain.sh')], {
    env: { PATH: '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const code = await new Promise<number | null>((resolve) => hook.once('exit', resolve))
  return { code, seconds: (performance.now() - started) / 1000 }
}

async function freePort(): Promise<number> {
  const server = createSocket()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function listens(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await get(port, proxyAlivePath).catch(() => undefined))?.status === 200) return
    await sleep(50)
  }
  throw new Error(`nginx does not answer at ${port}`)
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
  /** Milliseconds until the first part. */
  readonly first: number
}

let turn = 0

/** A client that keeps its connections and picks one of the given ports for each new one, as a Service does. */
export function pooled(ports: () => readonly number[]): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  agent.createConnection = () => {
    const all = ports()
    turn += 1
    return connect(all[turn % all.length] ?? 0, '127.0.0.1')
  }
  return agent
}

/** Asks for an answer of so many words. */
export function ask(
  port: number,
  body: Readonly<Record<string, unknown>>,
  agent?: Agent,
  signal?: AbortSignal,
): Promise<Answer> {
  return send({ port, path: '/api/chat', method: 'POST', agent, signal }, JSON.stringify(body))
}

/** Gets a path. */
export function get(port: number, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return send({ port, path, method: 'GET', headers, agent: undefined, signal: undefined }, '')
}

function send(
  options: {
    port: number
    path: string
    method: string
    headers?: Record<string, string>
    agent: Agent | undefined
    signal: AbortSignal | undefined
  },
  body: string,
): Promise<Answer> {
  const { agent, signal, ...rest } = options
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', ...rest, ...(agent ? { agent } : {}), ...(signal ? { signal } : {}) },
      async (message) => {
        let first = Number.NaN
        message.once('data', () => {
          first = performance.now() - started
        })
        message.once('error', reject)
        try {
          const text = await textOf(message)
          resolve({ status: message.statusCode ?? 0, headers: message.headers, text, first })
        } catch (error) {
          reject(error)
        }
      },
    )
    asking.once('error', reject)
    asking.end(body)
  })
}
