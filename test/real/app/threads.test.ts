import { type ChildProcess, spawn } from 'node:child_process'
import { x } from 'tinyexec'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { serverPort } from '../../../lib/resolve/ollama.ts'
import { clusters, plain } from '../../support/fleet.ts'
import { type Manifests, manifestsOf } from './manifests.ts'
import { type Pod, startPod } from './pod.ts'
import { llamaServer } from './processes.ts'
import { until } from './until.ts'

// Threads of llama.cpp wait for each other at every step of a token. With more threads than cores, a step waits for a thread
// that has no core: as long as the scheduler lets others run. Model servers of dist have as many threads as cores.
const model = 'qwen2.5:7b'
let manifests: Manifests
const pods: Pod[] = []
let neighbour: ChildProcess | undefined

beforeAll(() => {
  manifests = manifestsOf({ ...plain, id: 'threads', models: [model] }, clusters.east)
})
afterEach(() => void neighbour?.kill('SIGKILL'))
afterAll(async () => {
  await Promise.all(pods.map((pod) => pod.stop(5)))
  manifests.remove()
})

/** The model server's pod as dist has it, but for the given variables. */
async function start(name: string, changed: Readonly<Record<string, string>>): Promise<Pod> {
  const pod = await startPod(`threads-${name}`, manifests.pod('Deployment', 'ollama-cpu'), {
    secret: () => '',
    configMap: manifests.configMap,
    claim: manifests.claim,
    names: {},
    without: [],
    changed,
  })
  pods.push(pod)
  await until(
    `${name} has loaded its models`,
    300,
    () => pod.log('ollama').includes(`serve: ${model} is loaded`),
    () => pod.log('ollama').slice(-3000),
  )
  return pod
}

/** Words a second of an answer, by the server's own clock. */
async function rate({ address }: Pod, words: number): Promise<number> {
  const response = await fetch(`http://${address}:${serverPort}/api/generate`, {
    method: 'POST',
    body: JSON.stringify({ model, prompt: 'Go on.', stream: false, options: { num_predict: words } }),
  })
  const { eval_count: count, eval_duration: nanoseconds } = (await response.json()) as {
    eval_count: number
    eval_duration: number
  }
  expect(count).toBe(words)
  return count / (nanoseconds / 1e9)
}

/** Leaves one core to a server, as a busy node leaves to a pod the cores of its request. */
async function pin(pod: Pod): Promise<void> {
  const { exitCode, stderr } = await x('taskset', [
    '-a',
    '-p',
    '-c',
    '0',
    String(llamaServer(pod, model).pid),
  ])
  if (exitCode !== 0) throw new Error(stderr)
}

/** A pod without a request that is busy on the same core: it gets what others leave. */
function startNeighbour(): void {
  const loop = ['bash', '-c', 'while :; do :; done']
  neighbour = spawn('taskset', ['-c', '0', 'nice', '-n', '19', ...loop], { stdio: 'ignore' })
}

test('the model server gets as many threads as dist has cores for it alone', async () => {
  const [server] = manifests.resolved.ollama
  const threads = Number(server?.env['LLAMA_ARG_THREADS'])
  expect(server?.container.cpuMillis).toBe(threads * 1000)
  expect(server?.container.cpuLimitMillis).toBe(threads * 1000)
  const pod = await start('dist', {})
  expect(pod.log('ollama')).toMatch(new RegExp(`n_threads = ${threads} `))
  expect(await rate(pod, 5)).toBeGreaterThan(0)
  await pod.stop(5)
})

test('with one thread for its core it answers beside a busy neighbour; with two, twice its request, it collapses', async () => {
  const [same, twice] = [
    await start('same', { LLAMA_ARG_THREADS: '1' }),
    await start('twice', { LLAMA_ARG_THREADS: '2' }),
  ]
  await pin(same)
  await pin(twice)
  startNeighbour()
  const rates = { same: [] as number[], twice: [] as number[] }
  // In turns: other programs of the machine slow both.
  for (let round = 0; round < 3; round++) {
    rates.same.push(await rate(same, 100))
    rates.twice.push(await rate(twice, 10))
  }
  const best = { same: Math.max(...rates.same), twice: Math.max(...rates.twice) }
  console.info(
    `words a second on one busy core: ${best.same.toFixed(1)} with one thread, ${best.twice.toFixed(1)} with two`,
  )
  expect(best.same).toBeGreaterThan(5 * best.twice)
})
