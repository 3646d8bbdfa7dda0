import { spawn } from 'node:child_process'
import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding } from '../findings/finding.ts'

/** A file that differs between a commit and the working tree. */
export interface ChangedFile {
  /** From the root, with forward slashes. */
  readonly path: string
  /** Blob of the commit; absent when the file is new. */
  readonly blob?: string
  /** False when the working tree has no such file. */
  readonly onDisk: boolean
}

/** Base with which the working tree is compared. */
export interface Base {
  /** As the user named it. */
  readonly ref: string
  /** The commit to which the name resolves. */
  readonly named: string
  /** The commit that it and HEAD have in common: their merge base. */
  readonly commit: string
  readonly head: string
}

/** Reads blobs of the repository by their ids, one process for all of them. */
export interface BlobReader {
  read(id: string): Promise<string>
  readBytes(id: string): Promise<Buffer>
  close(): void
}

/** A git call that failed: its exit code and what it said. */
class GitError extends Error {}

/** Settings of a user must not change what is read, nor may reading write: locks and external diffs stay out. */
const fixed = [
  '-c',
  'core.quotePath=false',
  '-c',
  'core.fsmonitor=false',
  '--no-pager',
  '--literal-pathspecs',
]
const environment = { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }

function git(root: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-C', root, ...fixed, ...args], { env: environment })
    const out: Buffer[] = []
    let reported = ''
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      reported += chunk.toString('utf8')
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString('utf8'))
      else reject(new GitError(reported.trim() || `git ${args[0]} exited with ${code}`))
    })
  })
}

/** Finds the merge base of a ref and HEAD; a finding when there is no repository, no such commit, or none in common. */
export async function findBase(root: string, ref: string): Promise<Base | Finding> {
  const commit = (name: string) =>
    git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
  const wrong = (facts: Facts['base']) => error('base', { file: '.git' }, facts)
  let head: string
  try {
    head = (await commit('HEAD')).trim()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return wrong({ problem: 'no-git' })
    return wrong({ problem: 'no-repository' })
  }
  let named: string
  try {
    named = (await commit(ref)).trim()
  } catch {
    return wrong({ problem: 'no-commit', ref, shallow: await isShallow(root) })
  }
  try {
    return { ref, named, commit: (await git(root, ['merge-base', named, head])).trim(), head }
  } catch {
    return wrong({ problem: 'unrelated', ref })
  }
}

/**
 * Why a comparison compared nothing: HEAD is the merge base and the working tree is HEAD. A verdict on that would pass
 * every check without anything having been looked at.
 */
export function nothingCompared({ ref, named, head }: Base): Finding {
  return error('base-is-head', { file: '.git' }, { ref, named, head })
}

async function isShallow(root: string): Promise<boolean> {
  return (await git(root, ['rev-parse', '--is-shallow-repository'])).trim() === 'true'
}

/**
 * Every file of the working tree below the root that differs from a commit, by blob ids and git's index: unchanged
 * files are not read. Untracked files count unless they are ignored. Sorted by path.
 */
export async function changedFiles(root: string, commit: string): Promise<ChangedFile[]> {
  const [raw, untracked] = await Promise.all([
    git(root, [
      'diff',
      '--raw',
      '-z',
      '--no-abbrev',
      '--no-renames',
      '--no-ext-diff',
      '--relative',
      commit,
      '--',
      '.',
    ]),
    git(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.']),
  ])
  const files = new Map<string, ChangedFile>()
  const parts = raw.split('\0')
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [mode, , blob = '', , status = ''] = (parts[index] ?? '').split(' ')
    const path = parts[index + 1] ?? ''
    // A submodule is a commit, which this repository does not hold.
    const isBlob = !/^0+$/.test(blob) && mode !== ':160000'
    files.set(path, { path, ...(isBlob ? { blob } : {}), onDisk: status !== 'D' })
  }
  // A file that was taken out of the index but still lies there is both deleted and untracked.
  for (const path of untracked.split('\0').filter(Boolean)) {
    const known = files.get(path)
    const same =
      known?.blob !== undefined && (await git(root, ['hash-object', '--', path])).trim() === known.blob
    if (same) files.delete(path)
    else files.set(path, { ...known, path, onDisk: true })
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Opens a reader; its process ends with `close`. */
export function openBlobs(root: string): BlobReader {
  const child = spawn('git', ['-C', root, ...fixed, 'cat-file', '--batch'], {
    env: environment,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const waiting: { resolve: (bytes: Buffer) => void; reject: (cause: Error) => void }[] = []
  let kept: Buffer[] = []
  let heldBytes = 0
  let wanted = 0
  child.stdout.on('data', (chunk: Buffer) => {
    kept.push(chunk)
    heldBytes += chunk.length
    // Joining at each chunk would be quadratic for a large blob.
    if (heldBytes >= wanted) deliver()
  })
  child.on('close', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error('git cat-file ended early'))
  })

  function deliver(): void {
    let all = Buffer.concat(kept)
    wanted = 0
    while (waiting.length > 0) {
      const line = all.indexOf(10)
      if (line < 0) break
      const [, type, size = ''] = all.toString('utf8', 0, line).split(' ')
      if (type !== 'blob') {
        waiting.shift()?.reject(new Error(`git has no such blob: ${all.toString('utf8', 0, line)}`))
        all = all.subarray(line + 1)
        continue
      }
      const end = line + 1 + Number(size)
      if (all.length < end + 1) {
        wanted = end + 1
        break
      }
      waiting.shift()?.resolve(Buffer.from(all.subarray(line + 1, end)))
      all = all.subarray(end + 1)
    }
    kept = [all]
    heldBytes = all.length
  }

  const readBytes = (id: string) =>
    new Promise<Buffer>((resolve, reject) => {
      waiting.push({ resolve, reject })
      child.stdin.write(`${id}\n`)
    })

  return {
    readBytes,
    read: async (id) => (await readBytes(id)).toString('utf8'),
    close: () => child.stdin.end(),
  }
}
