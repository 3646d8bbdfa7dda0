import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))
/** Everything of ours that can change what a unit becomes or whether it passes. */
const folders = ['lib', 'charts', 'crossplane']

/** SHA-256 over the code, its data files and the locked versions of its libraries. */
export function codeHash(): string {
  const hash = createHash('sha256')
  hash.update(process.version)
  hash.update(lockedVersions())
  for (const folder of folders) {
    for (const name of readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!/\.(ts|json|sh|sql|py|pem)$/.test(name)) continue
      hash.update(`\0${folder}/${name}\0`).update(readFileSync(join(repository, folder, name)))
    }
  }
  return hash.digest('hex')
}

/** Whoever installs with another client of npm's registry may have no lock of npm's. */
function lockedVersions(): string {
  try {
    return readFileSync(join(repository, 'package-lock.json'), 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw cause
  }
}
