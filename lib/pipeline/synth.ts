import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Finding } from '../findings/finding.ts'
import { checkFleet } from '../rules/index.ts'
import { verifyDirectories } from '../verify/directories.ts'
import { type Comparison, type Drift, openComparison } from '../write/comparison.ts'
import { openStage, type Stage, type StageResult } from '../write/stage.ts'
import { recallAmounts } from './amounts.ts'
import { noCache, openCache } from './cache.ts'
import { codeHash } from './code-hash.ts'
import { collector } from './collector.ts'
import { type LoadResult, loadSpecs } from './load.ts'
import { takeLock } from './lock.ts'
import { clusterMembers } from './members.ts'
import { type ClusterSummary, type Run, synthCluster } from './synth-cluster.ts'

export interface SynthOptions {
  /** Folder with `tenants/` and `clusters/`. */
  readonly root: string
  /** Folder to fill; `dist` below the root unless given. */
  readonly out?: string
  /** False: everything but the writing; the cache is read and left as it is. */
  readonly write?: boolean
  /** True: units whose specs and code are as before are not made and verified again. */
  readonly cache?: boolean
  /** False: leave schemas, policies and proofs out; for measuring what they cost. */
  readonly verify?: boolean
  /** Called when another run writes, with the number of its process. */
  readonly onWait?: (pid: number) => void
  readonly onProgress?: (done: number, total: number) => void
  /** Takes the files instead of the folder. */
  readonly stage?: Stage
  /** Called with the loaded specs, before they are checked. */
  readonly onLoad?: (specs: LoadResult) => void
}

export interface SynthResult extends StageResult {
  /** Any error among them means that nothing was written. */
  readonly findings: readonly Finding[]
  readonly clusters: readonly ClusterSummary[]
  /** Without writing: where dist is not what the specs give. Absent when there are errors. */
  readonly drift?: Drift
}

const nothing: StageResult = { written: [], removed: [], unchanged: 0 }

/**
 * Load, check, resolve, draw, verify, write. Nothing is written unless everything holds. Of several runs that write at
 * once each waits for the one before it.
 *
 * @throws {LockedError} when another one does not end
 */
export async function synth(options: SynthOptions): Promise<SynthResult> {
  if (options.write === false || options.stage) return run(options)
  // Before the specs are read: those of a later run are never replaced by older ones.
  const folder = lockOf(options.root, options.out ?? join(options.root, 'dist'))
  const release = await takeLock(folder, options.onWait ? { onWait: options.onWait } : {})
  try {
    return await run(options)
  } finally {
    release()
  }
}

/** Beside the cache, one for each folder that is filled. */
function lockOf(root: string, out: string): string {
  const cache = join(root, '.cache')
  mkdirSync(cache, { recursive: true })
  const place = relative(root, out).replaceAll('\\', '/')
  return join(cache, `lock-${createHash('sha256').update(place).digest('hex').slice(0, 12)}`)
}

async function run(options: SynthOptions): Promise<SynthResult> {
  const out = options.out ?? join(options.root, 'dist')
  const cache = options.cache ? openCache(options.root, out, codeHash(), options.write !== false) : noCache
  const specs = await loadSpecs(options.root, cache, options.write !== false)
  options.onLoad?.(specs)
  const { tenants, clusters, findings: loading } = specs
  const keepAmounts = recallAmounts(specs, cache)
  const findings = [...loading, ...checkFleet(specs)]
  if (hasErrors(findings)) return { findings, clusters: [], ...nothing }
  keepAmounts()

  const parts = clusters.map((cluster) => ({ cluster, of: clusterMembers(cluster, clusters, tenants) }))
  const units = parts.reduce((sum, one) => sum + one.of.members.length, 0)
  const comparison = options.write === false && !options.stage ? openComparison(out) : undefined
  const stage = options.stage ?? comparison ?? openStage(out)
  try {
    const run: Run = {
      stage,
      cache,
      findings,
      folders: new Map(),
      verify: options.verify !== false,
      progress: progressOf(options, units),
      collect: collector(),
    }
    const summaries: ClusterSummary[] = []
    for (const one of parts)
      summaries.push(await synthCluster(run, one.cluster, one.of, clusters, specs.ownCharts))
    if (run.verify) findings.push(...verifyDirectories(run.folders))
    if (options.write === false || hasErrors(findings)) {
      stage.abort()
      return { findings, clusters: summaries, ...nothing, ...driftOf(comparison, findings) }
    }
    const result = stage.commit(() => true)
    cache.save()
    return { findings, clusters: summaries, ...result }
  } catch (cause) {
    stage.abort()
    throw cause
  }
}

function driftOf(comparison: Comparison | undefined, findings: readonly Finding[]): { drift?: Drift } {
  return comparison && !hasErrors(findings) ? { drift: comparison.drift() } : {}
}

function progressOf({ onProgress }: SynthOptions, total: number): () => void {
  let done = 0
  return () => {
    done += 1
    onProgress?.(done, total)
  }
}

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'error')
}
