import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Below the range from which the kernel assigns ports to connections and to servers without a fixed port. */
const lowest = 15_000
const highest = 32_000
const claims = join(tmpdir(), 'paddock-ports')
const claimed = new Set<string>()

/**
 * Ports of the loopback interface on which nothing listens, for servers that cannot ask the kernel for one themselves.
 * They are this process's until it ends: no other test gets them, and the kernel hands none of them out.
 */
export async function claimPorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (claim(port) && (await isFree(port))) ports.push(port)
  }
  return ports
}

/** One of them. */
export async function claimPort(): Promise<number> {
  const [port = 0] = await claimPorts(1)
  return port
}

function claim(port: number): boolean {
  mkdirSync(claims, { recursive: true, mode: 0o1777 })
  const file = join(claims, String(port))
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch {
    if (isAlive(file)) return false
    rmSync(file, { force: true })
    return false
  }
  if (claimed.size === 0) process.once('exit', release)
  claimed.add(file)
  return true
}

function release(): void {
  for (const file of claimed) rmSync(file, { force: true })
}

/** True if the process that claimed a port still runs; the claim of a killed one is deleted. */
function isAlive(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** On every address of the machine: some tests have servers on several of the loopback interface. */
function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)))
  })
}
