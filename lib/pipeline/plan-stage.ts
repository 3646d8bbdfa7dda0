import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isStaged, listFiles, type Stage } from '../write/stage.ts'

/** A stage that writes nothing and remembers where synthesis differs from what lies on disk. */
export interface PlanStage extends Stage {
  /** Content of files that disk has otherwise or not at all, by path below dist. */
  readonly differing: ReadonlyMap<string, string>
  /** Files on disk that synthesis does not make; called once it is done. */
  superfluous(): readonly string[]
}

/** Opens a stage that looks at a folder and leaves it as it is. */
export function openPlanStage(root: string): PlanStage {
  const made = new Set<string>()
  const differing = new Map<string, string>()
  return {
    differing,
    put(path, content) {
      made.add(path)
      if (readIfThere(join(root, path)) !== content) differing.set(path, content)
    },
    keep: (path) => {
      made.add(path)
    },
    commit: () => ({ written: [], removed: [], unchanged: made.size }),
    abort: () => {},
    superfluous: () => listFiles(root, (path) => !made.has(path) && !isStaged(path)),
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
