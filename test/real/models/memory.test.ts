import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { grouped, type ModelShape } from '../../../lib/catalog/model-entry.ts'
import { linear } from '../../../lib/catalog/model-list/sources.ts'
import { catalogModel, type ModelName } from '../../../lib/catalog/models.ts'
import {
  embeddingBatch,
  generationBatch,
  type RunnerSettings,
  runnerBytes,
  runnerMemory,
} from '../../../lib/resolve/model-memory.ts'
import { type Architecture, writeModel } from './architectures.ts'
import { type Breakdown, breakdown } from './server.ts'

const MiB = 1024 ** 2
const folder = mkdtempSync(join(tmpdir(), 'paddock-models-'))
const table: Record<string, string>[] = []

afterAll(() => {
  rmSync(folder, { recursive: true })
  console.table(table)
})

const settings = (changes: Partial<RunnerSettings>): RunnerSettings => ({
  contextTokens: 2048,
  parallelRequests: 2,
  batchTokens: 512,
  cacheType: 'f16',
  flashAttention: true,
  ...changes,
})

/** Difference of the formula from the server's figure, percent of the server's; whole MiB are as exact as it prints. */
function percentOff(formula: number, server: number): number {
  return server === 0 ? (formula === 0 ? 0 : 100) : (100 * (formula - server)) / server
}

function record(name: string, asked: RunnerSettings, shape: ModelShape, server: Breakdown) {
  const { cacheBytes, computeBytes } = runnerMemory(shape, asked)
  const off = {
    cache: percentOff(cacheBytes, server.cache),
    compute: percentOff(computeBytes, server.compute),
  }
  table.push({
    model: name,
    'context × parallel, batch': `${asked.contextTokens} × ${asked.parallelRequests}, ${asked.batchTokens}`,
    'cache type': `${asked.cacheType}${asked.flashAttention ? '' : ', no FA'}`,
    'cache MiB, off': `${(server.cache / MiB).toFixed(0)}, ${off.cache.toFixed(2)} %`,
    'compute MiB, off': `${(server.compute / MiB).toFixed(0)}, ${off.compute.toFixed(1)} %`,
  })
  return off
}

const small = { hiddenSize: 512, heads: 8, headSize: 64, feedForward: { size: 1536 }, vocabulary: 4096 }
const smallShapes: readonly [string, Architecture, ModelShape][] = [
  ['grouped queries', 'llama', { ...small, layers: grouped(4, 2, 64) }],
  ['one head for each query', 'qwen3', { ...small, layers: grouped(3, 8, 64) }],
  [
    'window of 256',
    'gemma3',
    {
      ...small,
      layers: [
        { kind: 'attention', layers: 1, kvHeads: 2, headSize: 64 },
        { kind: 'attention', layers: 5, kvHeads: 2, headSize: 64, windowTokens: 256 },
      ],
    },
  ],
  [
    'experts',
    'qwen3moe',
    { ...small, layers: grouped(3, 2, 64), feedForward: { size: 256, expertsUsed: 4 } },
  ],
  [
    'linear attention',
    'qwen35',
    {
      ...small,
      layers: [...grouped(1, 2, 64), linear(3, 16)],
    },
  ],
]

describe.each(smallShapes)('a small model with %s, loaded', (name, architecture, shape) => {
  const path = join(folder, `${architecture}.gguf`)
  writeModel(path, architecture, shape)

  test.each([
    settings({}),
    settings({ contextTokens: 8192, parallelRequests: 1 }),
    settings({ parallelRequests: 4, batchTokens: 1024 }),
    settings({ cacheType: 'q8_0', batchTokens: 1024 }),
    settings({ flashAttention: false }),
  ])('%j', async (asked) => {
    const server = await breakdown(path, asked, 'loaded')
    const off = record(name, asked, shape, server)
    expect(Math.abs(off.cache)).toBeLessThan(0.1)
    expect(off.compute).toBeGreaterThan(-1)
    // Some caches and attention without its fast form take less than the largest case.
    expect(off.compute).toBeLessThan(25)
    const bound = server.weights + server.cache + server.compute + runnerBytes
    expect(server.anonymous).toBeLessThan(bound)
  })
})

const whole: readonly [ModelName, Architecture][] = [
  ['llama3.1:8b', 'llama'],
  ['llama3.3:70b', 'llama'],
  ['mistral-small3.2:24b', 'llama'],
  ['qwen3:8b', 'qwen3'],
  ['qwen3:30b', 'qwen3moe'],
  ['gemma3:12b', 'gemma3'],
  ['gemma4:e4b', 'gemma4'],
  ['gpt-oss:20b', 'gpt-oss'],
  ['qwen3.5:9b', 'qwen35'],
  ['nomic-embed-text', 'nomic-bert'],
]

describe.each(whole)('%s of the catalogue, in full size', (name, architecture) => {
  const { maxContextTokens, parallel, purpose, shape } = catalogModel(name)
  const path = join(folder, 'whole.gguf')
  const asked = (contextTokens: number, wanted: number, cacheType: RunnerSettings['cacheType']) => {
    const context = Math.min(contextTokens, maxContextTokens)
    const parallelRequests = parallel === 'one' ? 1 : wanted
    const batchTokens =
      purpose === 'chat' ? generationBatch(context, parallelRequests) : embeddingBatch(context)
    return settings({ contextTokens: context, parallelRequests, batchTokens, cacheType })
  }

  test.each([asked(8192, 4, 'f16'), asked(8192, 4, 'q8_0'), asked(32_768, 2, 'f16')])(
    '%j',
    async (wanted) => {
      writeModel(path, architecture, shape)
      const server = await breakdown(path, wanted, 'estimate', purpose === 'embedding')
      const off = record(name, wanted, shape, server)
      expect(Math.abs(off.cache)).toBeLessThan(1)
      expect(off.compute).toBeGreaterThan(-3)
      expect(off.compute).toBeLessThan(30)
    },
  )
})
