import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ask, get, modelPod, pooled, runDrain } from './model-pod.ts'
import { scratchFolder } from './script.ts'

describe('a pod that ends', () => {
  test('waits for an answer that is under way, which arrives whole, and no longer', async () => {
    const pod = await modelPod()
    const answer = ask(pod.port, { words: 40, every: 100 })
    await sleep(300)
    const seconds = await pod.end({ leave: 1 })
    const { status, text } = await answer
    expect(status).toBe(200)
    expect(text.trim().split('\n')).toHaveLength(40)
    expect(seconds).toBeGreaterThan(3)
    expect(seconds).toBeLessThan(8)
  })

  test('is not held by idle connections', async () => {
    const pod = await modelPod()
    const agent = pooled(() => [pod.port])
    onTestFinished(() => agent.destroy())
    await ask(pod.port, { words: 1 }, agent)
    await sleep(100)
    expect(await pod.end({ leave: 1 })).toBeLessThan(4)
  })

  test('is held for some seconds by a connection on which nothing was asked', async () => {
    const pod = await modelPod()
    const silent = connect(pod.port, '127.0.0.1')
    silent.on('error', () => undefined)
    onTestFinished(() => void silent.destroy())
    await sleep(100)
    expect(await pod.end({ leave: 1 })).toBeLessThan(14)
  })

  test('serves requests on kept connections, closes them with the answer, then refuses', async () => {
    const pod = await modelPod()
    const agent = pooled(() => [pod.port])
    onTestFinished(() => agent.destroy())
    const before = await ask(pod.port, { words: 1 }, agent)
    expect(before.headers.connection).toBe('keep-alive')
    const end = pod.end({ leave: 2 })
    await sleep(500)
    const during = await ask(pod.port, { words: 3, question: 'q'.repeat(100_000) }, agent)
    expect(during.status).toBe(200)
    expect(during.text.trim().split('\n')).toHaveLength(3)
    expect(during.headers.connection).toBe('close')
    expect(pod.server.asked.at(-1)).toContain('q'.repeat(100_000))
    await end
    await expect(ask(pod.port, { words: 1 })).rejects.toThrow('ECONNREFUSED')
  })

  test('loses no request of a pool that goes on asking: all move to the other pod', async () => {
    const [leaving, staying] = await Promise.all([modelPod(), modelPod()])
    let endpoints = [leaving.port, staying.port]
    const clients = Array.from({ length: 60 }, () => pooled(() => endpoints))
    onTestFinished(() => {
      for (const agent of clients) agent.destroy()
    })
    let asking = true
    const errors: string[] = []
    const loops = clients.map(async (agent, index) => {
      while (asking) {
        await ask(0, { words: 1 }, agent).then(
          ({ status }) => status === 200 || errors.push(String(status)),
          (error: Error) => errors.push(error.message),
        )
        await sleep(20 + index)
      }
    })
    const count = () => [leaving, staying].map(({ server }) => server.asked.length)
    await vi.waitFor(() => expect(Math.min(...count())).toBeGreaterThan(2 * clients.length), 20_000)
    const end = leaving.end({ leave: 4 })
    await sleep(700)
    endpoints = [staying.port]
    await end
    const [reached, before = 0] = count()
    await vi.waitFor(
      () => expect(staying.server.asked.length).toBeGreaterThan(before + clients.length),
      20_000,
    )
    asking = false
    await Promise.all(loops)
    expect(errors).toEqual([])
    expect(leaving.server.asked.length).toBe(reached)
  })

  test('cuts an answer without end after the longest answer’s time', async () => {
    const pod = await modelPod({ answer: 2 as 300 })
    const answer = ask(pod.port, { words: 1000, every: 100 })
    answer.catch(() => undefined)
    await sleep(200)
    const seconds = await pod.end({ leave: 1 })
    expect(seconds).toBeGreaterThan(2.5)
    expect(seconds).toBeLessThan(7)
    await expect(answer).rejects.toThrow()
  })

  test('is not taken for drained when its proxy was killed', async () => {
    const pod = await modelPod()
    pod.nginx.kill('SIGKILL')
    expect(await pod.end({ leave: 0, drain: 3 })).toBeGreaterThan(2.5)
  })
})

describe('the hook of the server', () => {
  const folder = (files: readonly string[]) => {
    const run = join(scratchFolder(), 'run')
    mkdirSync(run)
    for (const file of files) writeFileSync(join(run, file), '')
    return run
  }

  test('ends at once when no proxy runs', async () => {
    const run = folder([])
    const { code, seconds } = await runDrain({ PROXY_RUN: run, DRAIN_SECONDS: '30' })
    expect(code).toBe(0)
    expect(seconds).toBeLessThan(2)
    expect(existsSync(join(run, 'leaving'))).toBe(true)
  })

  test('waits its whole time without any tool but bash', async () => {
    const run = folder(['nginx.pid'])
    const { code, seconds } = await runDrain({ PATH: '/nowhere', PROXY_RUN: run, DRAIN_SECONDS: '3' })
    expect(code).toBe(0)
    expect(seconds).toBeGreaterThan(1.9)
    expect(existsSync(join(run, 'leaving'))).toBe(true)
  })

  test('waits its whole time when it cannot see the proxy’s folder', async () => {
    const { seconds } = await runDrain({ PROXY_RUN: '/nowhere/run', DRAIN_SECONDS: '3' })
    expect(seconds).toBeGreaterThan(1.9)
  })
})

test('a server that restarts in its pod leaves 503 with a time to try again, and the proxy lives', async () => {
  const pod = await modelPod()
  pod.server.stop()
  const { status, headers, text } = await ask(pod.port, { words: 1 })
  expect({ status, retry: headers['retry-after'] }).toEqual({ status: 503, retry: '5' })
  expect(JSON.parse(text)).toEqual({ error: 'the model server is starting, please try again' })
  expect((await get(pod.port, '/-/proxy')).status).toBe(200)
  expect((await get(pod.port, '/')).status).toBe(503)
})
