import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { repository } from '../../support/workspace.ts'
import { isRoot, runScript, scratchFolder } from './script.ts'

/** User and group of the cache's daemon and of tenants' pods, as in `dist/`. */
export const users = { daemon: 10_002, tenant: 10_001 } as const

const sha = (data: Buffer | string) => createHash('sha256').update(data).digest('hex')

/** A tenant's volume with one version of a model, and the digests by which it is named. */
export interface ModelVolume {
  readonly folder: string
  /** Path of the model's manifest, as Ollama names it. */
  readonly path: string
  readonly pin: string
  readonly manifest: string
  /** Name of each blob's file, the largest first. */
  readonly blobs: readonly string[]
  /** All blobs together. */
  readonly bytes: number
}

/** Writes a volume with a model of random blobs of the given sizes. */
export function modelVolume(sizes: readonly number[], model = 'tiny/1b'): ModelVolume {
  const folder = scratchFolder()
  chmodSync(folder, 0o755)
  const path = `registry.ollama.ai/library/${model}`
  mkdirSync(join(folder, 'blobs'))
  const parts = sizes.map((size) => {
    const content = randomBytes(size)
    const hex = sha(content)
    writeFileSync(join(folder, 'blobs', `sha256-${hex}`), content)
    return { digest: `sha256:${hex}`, size }
  })
  const [config, ...layers] = parts
  const manifest = JSON.stringify({ schemaVersion: 2, config, layers })
  const file = join(folder, 'manifests', `${path}@sha256-${sha(manifest)}`)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, manifest)
  const blobs = [...parts].sort((a, b) => b.size - a.size).map(({ digest }) => digest.replace(':', '-'))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  return { folder, path, pin: `sha256:${sha(manifest)}`, manifest, blobs, bytes }
}

/** A node with the cache's daemon. */
export interface ModelNode {
  readonly root: string
  readonly log: () => string
  /** Kills the daemon without any warning. */
  readonly kill: () => Promise<void>
  readonly start: () => Promise<void>
  /** Whether the cache has a blob, by the name of its file. */
  readonly has: (blob: string) => boolean
}

/** Settings of a node's cache; bytes and seconds. */
export interface NodeSettings {
  readonly budget?: number
  readonly incoming?: number
  readonly recent?: number
  readonly stall?: number
  /** Share of the disk that stays free, percent. */
  readonly free?: number
  /** Folder of the cache, for a disk of its own. */
  readonly root?: string
}

/** Starts the cache as its own user, with the given volumes' versions released. */
export async function modelNode(
  volumes: readonly ModelVolume[],
  settings: NodeSettings = {},
): Promise<ModelNode> {
  const {
    budget = 1e9,
    incoming = 1e9,
    recent = 3600,
    stall = 2,
    free = 0,
    root = scratchFolder(),
  } = settings
  const released = join(scratchFolder(), 'released')
  chmodSync(join(released, '..'), 0o755)
  writeFileSync(released, volumes.map(({ pin }) => `${pin}\n`).join(''))
  // As the init container leaves the folder.
  if (isRoot) chownSync(root, 0, users.daemon)
  chmodSync(root, 0o775)
  let text = ''
  let daemon: ChildProcess | undefined
  const start = async () => {
    daemon = spawn('python3', ['-B', join(repository, 'charts/platform/model-cache/daemon.py')], {
      env: {
        PATH: process.env['PATH'] ?? '',
        ROOT: root,
        RELEASED: released,
        BUDGET_BYTES: String(budget),
        INCOMING_BYTES: String(incoming),
        RECENT_SECONDS: String(recent),
        STALL_SECONDS: String(stall),
        FREE_PERCENT: String(free),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(isRoot ? { uid: users.daemon, gid: users.daemon } : {}),
    })
    const from = text.length
    for (const stream of [daemon.stdout, daemon.stderr])
      stream?.on('data', (part) => {
        text += part
      })
    for (let tries = 0; !text.slice(from).includes('ready'); tries += 1) {
      if (tries > 200) throw new Error(`the cache does not start: ${text}`)
      await sleep(50)
    }
  }
  const kill = async () => {
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return
    const gone = ended(daemon)
    daemon.kill('SIGKILL')
    await gone
  }
  onTestFinished(kill)
  await start()
  return { root, log: () => text, kill, start, has: (blob) => existsSync(join(root, 'blobs', blob)) }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

/** Runs the init container of a pod that wants a volume's model, as the tenant's user. Its store may be given. */
export async function preparePod(volume: ModelVolume, node?: ModelNode, target = podStore()) {
  const started = performance.now()
  const result = await runScript(
    'charts/tenant/ollama/prepare-models.py',
    {
      SOURCE: volume.folder,
      TARGET: target,
      CACHE: node?.root ?? '',
      MODELS: `${volume.path} ${volume.pin}`,
      WAIT_SECONDS: '2',
    },
    users.tenant,
  )
  const copied = Number(/(\d+) bytes copied/.exec(result.out)?.[1] ?? Number.NaN)
  return { ...result, copied, seconds: (performance.now() - started) / 1000, target }
}

/** An empty store that belongs to the tenant's user. */
export function podStore(): string {
  const folder = scratchFolder()
  chmodSync(folder, 0o777)
  return folder
}

/** Changes one byte in the middle of a file, not its size. */
export function damage(file: string): void {
  const content = readFileSync(file)
  const middle = Math.floor(content.length / 2)
  content[middle] = (content[middle] ?? 0) ^ 1
  writeFileSync(file, content)
}
