import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ask, get, modelPod, pooled } from './model-pod.ts'

test('words arrive one by one', async () => {
  const pod = await modelPod()
  const { first, text } = await ask(pod.port, { words: 20, every: 100 })
  expect(text.trim().split('\n')).toHaveLength(20)
  expect(first).toBeLessThan(1000)
})

test('requests in flight are counted with the question for them, and no longer', async () => {
  const pod = await modelPod()
  const counted = async () => {
    const answer = await fetch(`http://127.0.0.1:${pod.countsPort}/`)
    return ((await answer.json()) as { requests: number }).requests
  }
  expect(await counted()).toBe(1)
  const answers = [1, 2, 3].map(() => ask(pod.port, { words: 10, every: 100 }))
  await sleep(300)
  expect(await counted()).toBe(4)
  await Promise.all(answers)
  // Idle connections of the clients' pools are no load.
  expect(await counted()).toBe(1)
})

test('a client that hangs up ends its answer', async () => {
  const pod = await modelPod()
  const hangUp = new AbortController()
  const answer = ask(pod.port, { words: 1000, every: 50 }, undefined, hangUp.signal)
  answer.catch(() => undefined)
  await sleep(500)
  expect(pod.server.cancelled()).toBe(0)
  hangUp.abort()
  await sleep(500)
  expect(pod.server.cancelled()).toBe(1)
})

test('a body of any size passes, and none of it touches a disk', async () => {
  const pod = await modelPod()
  const image = 'i'.repeat(40 * 1024 ** 2)
  const { status } = await ask(pod.port, { words: 1, images: [image] })
  expect(status).toBe(200)
  expect(pod.server.asked[0]?.length).toBeGreaterThan(image.length)
  const folders = readdirSync(pod.scratch).filter((name) => statSync(join(pod.scratch, name)).isDirectory())
  expect(folders).toHaveLength(5)
  expect(folders.flatMap((name) => readdirSync(join(pod.scratch, name)))).toEqual([])
})

test('a new replica gets its share once connections have lived', async () => {
  const [old, young] = await Promise.all([
    modelPod({ connection: 2 as 60 }),
    modelPod({ connection: 2 as 60 }),
  ])
  let endpoints = [old.port]
  const clients = Array.from({ length: 6 }, () => pooled(() => endpoints))
  onTestFinished(() => {
    for (const agent of clients) agent.destroy()
  })
  let asking = true
  const failed: unknown[] = []
  const loops = clients.map(async (agent) => {
    while (asking) {
      await ask(0, { words: 1 }, agent).catch((error) => failed.push(error))
      await sleep(50)
    }
  })
  await vi.waitFor(() => expect(old.server.asked.length).toBeGreaterThan(3 * clients.length), 20_000)
  endpoints = [old.port, young.port]
  await vi.waitFor(() => expect(young.server.asked.length).toBeGreaterThan(3 * clients.length), 20_000)
  asking = false
  await Promise.all(loops)
  expect(failed).toEqual([])
  // Before, each kept its connection for many requests.
  expect(old.log()).toMatch(/"request_of_connection":[3-9]\}/)
})

test('the log has who asked, when and how long, and neither prompt nor answer nor probes', async () => {
  const pod = await modelPod()
  await ask(pod.port, { words: 2, prompt: 'a secret question' })
  await get(pod.port, '/', { 'User-Agent': 'kube-probe/1.35' })
  await get(pod.port, '/api/version')
  await sleep(100)
  const lines = pod
    .log()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['POST', '/api/chat', 200],
    ['GET', '/api/version', 200],
  ])
  expect(pod.log()).not.toContain('secret')
  expect(pod.log()).not.toContain('word')
  expect(Object.keys(lines[0])).toEqual([
    'time',
    'client',
    'method',
    'path',
    'status',
    'bytes',
    'seconds',
    'first_byte_seconds',
    'request_of_connection',
  ])
})
