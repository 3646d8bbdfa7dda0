import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))
/** Everything of ours that can change what a unit becomes or whether it passes. */
const folders = ['lib', 'charts', 'crossplane']
/** Own charts change their own units only, which have a key of their own. */
const leftOut = join('charts', 'own')

/**
 * SHA-256 over the code, every other file in its folders, and the locked versions of its libraries.
 *
 * @param root folder of the repository
 */
export function codeHash(root = repository): string {
  if (root !== repository) return hashOf(root)
  // The code of a process that runs does not change.
  own ??= hashOf(repository)
  return own
}

let own: string | undefined

function hashOf(root: string): string {
  const hash = createHash('sha256')
  hash.update(process.version)
  hash.update(lockedVersions(root))
  for (const folder of folders) {
    for (const path of files(join(root, folder))) {
      if (relative(root, path).startsWith(leftOut + sep)) continue
      // A digest of each: no file can hold text that looks like the begin of the next.
      const content = createHash('sha256').update(readFileSync(path)).digest('hex')
      hash.update(`\0${relative(root, path)}\0${content}`)
    }
  }
  return hash.digest('hex')
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Users of another client of npm's registry may have no lock file of npm. */
function lockedVersions(root: string): string {
  try {
    return readFileSync(join(root, 'package-lock.json'), 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw cause
  }
}
