// Writes the files of a pull request over those of main, if the pull request changes data alone: specs and dist. Prints
// `data=true`, or `data=false` and writes nothing: main's code cannot say what other code would do.
//
//   PULL   a clone whose HEAD is the head of the pull request, with the history of main; nothing of it is run
//   MAIN   the commit of main that is checked out here
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const { PULL, MAIN } = process.env

function git(...args) {
  return execFileSync('git', ['-C', PULL, ...args], { maxBuffer: 512 * 1024 ** 2 })
}

const data = [/^(tenants|clusters)\/[a-z0-9-]+\.ts$/, /^dist(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/]
const regular = ['100644', '000000']

const base = git('merge-base', 'HEAD', MAIN).toString().trim()
const words = git('diff', '--no-renames', '--no-ext-diff', '--no-abbrev', '--raw', '-z', base, 'HEAD')
  .toString()
  .split('\0')
const changes = []
for (let index = 0; index + 1 < words.length; index += 2) {
  const [, mode, , blob] = words[index].slice(1).split(' ')
  changes.push({ mode, blob, path: words[index + 1] })
}

const isData = changes.every(
  ({ mode, path }) => regular.includes(mode) && data.some((known) => known.test(path)),
)
if (isData) {
  for (const { mode, blob, path } of changes) {
    // A file may take the place of a folder, and the reverse.
    rmSync(path, { force: true, recursive: true })
    if (mode === '000000') continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, git('cat-file', 'blob', blob))
  }
}
console.log(`data=${isData && changes.length > 0}`)
