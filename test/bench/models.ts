import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { x } from 'tinyexec'
import { repository } from '../support/workspace.ts'

const blobs = 4
const MB = 1_000_000
const path = 'registry.ollama.ai/library/bench/latest'

/** Measures how a pod gets its models, side by side on one disk, and prints a table. @param bytes of a store of four blobs */
export async function benchModels(bytes: number, runs: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'paddock-bench-models-'))
  const servers: ChildProcess[] = []
  try {
    const pin = writeStore(join(root, 'volume'), bytes)
    writeFileSync(join(root, 'released'), `${pin}\n`)
    const cold = await dropCaches()
    const seconds = new Map<string, number[]>()
    for (let run = 0; run < runs; run += 1)
      for (const [name, measure] of Object.entries(ways(root, pin, bytes, servers))) {
        if (name !== 'second pod of the node') await dropCaches()
        const taken = await measure()
        seconds.set(name, [...(seconds.get(name) ?? []), taken])
        // The disk has to hold the volume and one copy.
        for (const folder of ['cp', 'before', 'alone', 'first'])
          rmSync(join(root, folder), { recursive: true, force: true })
      }
    print(bytes, cold, seconds)
  } finally {
    for (const server of servers) server.kill('SIGKILL')
    rmSync(root, { recursive: true, force: true })
  }
}

/** Seconds of each way, in an order in which the last two go together. */
function ways(root: string, pin: string, bytes: number, servers: ChildProcess[]) {
  const volume = join(root, 'volume')
  const store = (name: string) => fresh(join(root, name))
  const script = (command: string, file: string, target: string, cache = '', tools = '') =>
    timed(command, [join(repository, file)], {
      PATH: `${tools}${process.env['PATH'] ?? ''}`,
      SOURCE: volume,
      TARGET: target,
      CACHE: cache,
      MODELS: `${path} ${pin}`,
      WAIT_SECONDS: '1',
    })
  const before = (tools = '') => script('bash', 'test/bench/read-three-times.sh', store('before'), '', tools)
  const now = (name: string, cache = '') =>
    script('python3', 'charts/tenant/ollama/prepare-models.py', store(name), cache)
  return {
    'plain cp': () => timed('cp', ['-r', join(volume, 'blobs'), store('cp')], {}),
    'plain cp, then sync': () =>
      timed(
        'bash',
        ['-c', 'cp -r "$1" "$2" && sync -f "$2"', 'bash', join(volume, 'blobs'), store('cp')],
        {},
      ),
    'before: cp, then sha256sum': () => before(),
    'before, with OpenSSL’s SHA-256': () => before(`${opensslTools(root)}:`),
    'one pass, no cache': () => now('alone'),
    'one pass through the cache': async () => {
      for (const server of servers.splice(0)) server.kill('SIGKILL')
      servers.push(await startCache(root, fresh(join(root, 'cache')), bytes))
      return now('first', join(root, 'cache'))
    },
    'second pod of the node': () => now('second', join(root, 'cache')),
  }
}

function fresh(folder: string): string {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  return folder
}

async function timed(command: string, args: string[], env: Record<string, string>): Promise<number> {
  const started = performance.now()
  await x(command, args, { throwOnError: true, nodeOptions: { env: { ...process.env, ...env } } })
  return (performance.now() - started) / 1000
}

/** A `sha256sum` that uses the processor's SHA instructions, as that of Debian 12 does not. */
function opensslTools(root: string): string {
  const folder = join(root, 'tools')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'sha256sum')
  writeFileSync(file, '#!/bin/sh\nopenssl dgst -sha256 -r "$1"\n')
  chmodSync(file, 0o755)
  return folder
}

async function startCache(root: string, folder: string, bytes: number): Promise<ChildProcess> {
  const size = String(2 * bytes)
  const daemon = spawn('python3', ['-B', join(repository, 'charts/platform/model-cache/daemon.py')], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ROOT: folder,
      RELEASED: join(root, 'released'),
      BUDGET_BYTES: size,
      INCOMING_BYTES: size,
      RECENT_SECONDS: '3600',
      FREE_PERCENT: '1',
    },
    stdio: 'ignore',
  })
  for (let tries = 0; !existsSync(join(folder, 'cache.sock')) && tries < 200; tries += 1) await sleep(50)
  await sleep(200)
  return daemon
}

/** Empties the page cache, where the user may. Answers whether it did. */
async function dropCaches(): Promise<boolean> {
  await x('sync')
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '3')
    return true
  } catch {
    return false
  }
}

/** Writes a volume of four blobs of the same size. Answers the digest of the manifest. */
function writeStore(folder: string, bytes: number): string {
  mkdirSync(join(folder, 'blobs'), { recursive: true })
  const filling = randomBytes(8 * MB)
  const parts = Array.from({ length: blobs }, () => {
    const [hash, partial] = [createHash('sha256'), join(folder, 'partial')]
    const file = openSync(partial, 'w')
    const size = Math.floor(bytes / blobs)
    for (let written = 0; written < size; ) {
      randomBytes(64).copy(filling)
      const block = filling.subarray(0, Math.min(filling.length, size - written))
      hash.update(block)
      written += writeSync(file, block)
    }
    closeSync(file)
    const hex = hash.digest('hex')
    renameSync(partial, join(folder, 'blobs', `sha256-${hex}`))
    return { digest: `sha256:${hex}`, size }
  })
  const [config, ...layers] = parts
  const manifest = JSON.stringify({ schemaVersion: 2, config, layers })
  const hex = createHash('sha256').update(manifest).digest('hex')
  const file = join(folder, 'manifests', `${path}@sha256-${hex}`)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, manifest)
  return `sha256:${hex}`
}

function print(bytes: number, cold: boolean, seconds: ReadonlyMap<string, readonly number[]>): void {
  const best = (name: string) => Math.min(...(seconds.get(name) ?? []))
  console.log(
    `\n### A store of ${blobs} blobs, ${bytes / MB} MB, page cache ${cold ? 'cold' : 'warm'}; best of the runs\n`,
  )
  console.log('| way | s | MB/s | times as fast as before | of plain cp |')
  console.log('|---|--:|--:|--:|--:|')
  for (const name of seconds.keys()) {
    const ratio = (to: string) => (best(to) / best(name)).toFixed(2)
    console.log(
      `| ${name} | ${best(name).toFixed(2)} | ${(bytes / MB / best(name)).toFixed(0)} | ${ratio('before: cp, then sha256sum')} | ${ratio('plain cp')} |`,
    )
  }
}
