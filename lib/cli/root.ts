import { readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'

/** The folder that a command works on: the one that `--root` names, or the nearest one found upwards. */
export function rootOf(paddock: Command): string {
  const { root } = paddock.opts<{ root?: string }>()
  return root === undefined ? findRoot(process.cwd()) : resolve(root)
}

/**
 * The nearest folder, from one upwards, that holds cluster files: as git finds its repository. The folder itself where
 * there is none; loading says then that it holds no cluster.
 */
export function findRoot(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (holdsClusters(folder)) return folder
    if (dirname(folder) === folder) return resolve(from)
  }
}

function holdsClusters(folder: string): boolean {
  try {
    return readdirSync(join(folder, 'clusters')).some((name) => name.endsWith('.ts'))
  } catch {
    // A folder that cannot be read is not the root of anybody's clone.
    return false
  }
}
