import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { runScript } from './script.ts'

/** A server with one connection to it, on this machine's own network. */
async function connected() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  onTestFinished(() => {
    socket.destroy()
    server.close()
  })
  return { port, end: () => socket.destroy() }
}

async function drain(port: number, seconds: number) {
  const started = performance.now()
  const { code } = await runScript('charts/tenant/ollama/drain.sh', {
    DRAIN_PORT: String(port),
    DRAIN_SECONDS: String(seconds),
    SETTLE_SECONDS: '0',
  })
  return { code, seconds: (performance.now() - started) / 1000 }
}

test('without a connection it ends at once', async () => {
  const { port, end } = await connected()
  end()
  await new Promise((resolve) => setTimeout(resolve, 100))
  const { code, seconds } = await drain(port, 30)
  expect(code).toBe(0)
  expect(seconds).toBeLessThan(10)
})

test('it waits for the last answer, and no longer', async () => {
  const { port, end } = await connected()
  setTimeout(end, 2500)
  const { code, seconds } = await drain(port, 60)
  expect(code).toBe(0)
  expect(seconds).toBeGreaterThan(2)
  expect(seconds).toBeLessThan(30)
})

test('an answer without end does not hold the pod past the limit', async () => {
  const { port } = await connected()
  const { code, seconds } = await drain(port, 3)
  expect(code).toBe(0)
  expect(seconds).toBeGreaterThan(2.5)
  expect(seconds).toBeLessThan(30)
})
