import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { RunnerSettings } from '../../../lib/resolve/model-memory.ts'

const MiB = 1024 ** 2
const folder = process.env['PADDOCK_OLLAMA'] ?? ''

/** A server's own account of its memory. Bytes. */
export interface Breakdown {
  readonly weights: number
  readonly cache: number
  readonly compute: number
  /** Anonymous memory of the process when it listens; absent if it was asked for an estimate only. */
  readonly anonymous?: number
}

/** The arguments by which Ollama starts the server for a model. @see ollama llm/llama_server.go */
function args(path: string, port: number, settings: RunnerSettings, embeds: boolean): string[] {
  const { batchTokens, cacheType, contextTokens, flashAttention, parallelRequests } = settings
  const batch = String(batchTokens)
  return [
    ...['--model', path, '--port', String(port), '--host', '127.0.0.1', '--no-webui', '--offline'],
    ...['-c', String(contextTokens * parallelRequests), '-np', String(parallelRequests)],
    ...['--log-verbosity', '4', '--no-log-prefix', '--no-log-timestamps', '--no-warmup'],
    // Ollama loads so on CPUs: weights are then in memory once.
    ...['--load-mode', 'none'],
    ...(embeds ? ['--embedding'] : ['--cache-type-k', cacheType, '--cache-type-v', cacheType]),
    ...['--flash-attn', flashAttention ? 'on' : 'off', '-b', batch, '-ub', batch],
  ]
}

/**
 * Starts a server and returns its own figures.
 *
 * @param until `estimate`: the table that it prints before it allocates anything, for models of full size, in whole MiB;
 * `loaded`: the buffers that it allocated, in hundredths of a MiB.
 */
export async function breakdown(
  path: string,
  settings: RunnerSettings,
  until: 'estimate' | 'loaded',
  embeds = false,
): Promise<Breakdown> {
  const library = join(folder, 'lib/ollama')
  const child = spawn(join(library, 'llama-server'), args(path, await freePort(), settings, embeds), {
    env: { ...process.env, LD_LIBRARY_PATH: library },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const lines: string[] = []
  try {
    for await (const line of createInterface({ input: child.stderr })) {
      lines.push(line)
      const estimate = /- Host +\| +\d+ = +(\d+) \+ +(\d+) \+ +(\d+)/.exec(line)
      if (until === 'estimate' && estimate) {
        const [, weights, cache, compute] = estimate.map((figure) => Number(figure) * MiB)
        return { weights: weights ?? 0, cache: cache ?? 0, compute: compute ?? 0 }
      }
      if (line.includes('listening on http')) return { ...allocated(lines), anonymous: anonymous(child.pid) }
    }
  } finally {
    child.kill('SIGKILL')
  }
  throw new Error(`llama-server ended early:\n${lines.slice(-15).join('\n')}`)
}

function allocated(lines: readonly string[]): Breakdown {
  const found = (kinds: string) =>
    lines.reduce((sum, line) => {
      const size = new RegExp(`(?:${kinds}) buffer size = +([\\d.]+) MiB`).exec(line)?.[1]
      return sum + Number(size ?? 0) * MiB
    }, 0)
  return { weights: found('model'), cache: found('KV|RS'), compute: found('compute') }
}

function anonymous(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1]) * 1024
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
