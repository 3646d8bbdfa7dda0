import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isUnfinished } from './journal.ts'
import { pathSet } from './paths.ts'
import { isStaged, listFiles, type Stage } from './stage.ts'

/** Differences between a folder and its expected content. Paths below it, sorted. */
export interface Drift {
  /** Files whose bytes differ from the ones that were put. */
  readonly differing: readonly string[]
  /** Files that were put and are not there. */
  readonly missing: readonly string[]
  /** Files that are there and were neither put nor kept. */
  readonly superfluous: readonly string[]
  /** Present when a run was killed within its commit: the next one finishes it. */
  readonly unfinished?: true
}

/** A stage that writes nothing, and knows where the folder differs from the files that were put. */
export interface Comparison extends Stage {
  /** Complete only when every file was put or kept. */
  drift(): Drift
}

/** Opens a comparison with a folder, which need not exist. Remembers paths, not contents. */
export function openComparison(root: string): Comparison {
  const made = pathSet(root)
  const differing: string[] = []
  const missing: string[] = []
  return {
    put(path, content) {
      made.add(path)
      const found = statSync(join(root, path), { throwIfNoEntry: false })
      if (!found?.isFile()) missing.push(path)
      else if (readFileSync(join(root, path), 'utf8') !== content) differing.push(path)
    },
    keep: (path) => made.add(path),
    commit: () => ({ written: [], removed: [], unchanged: made.size }),
    abort: () => {},
    drift: () => ({
      differing: differing.sort(),
      missing: missing.sort(),
      superfluous: listFiles(root, (path) => !made.has(path) && !isStaged(path)),
      ...(isUnfinished(root) ? { unfinished: true as const } : {}),
    }),
  }
}
