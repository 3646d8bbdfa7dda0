import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { aside, commitChanges, finishChanges, stagedFiles } from './journal.ts'
import { pathSet, segment } from './paths.ts'

/** Changes made by a commit. Paths are relative to the root, sorted. */
export interface StageResult {
  readonly written: readonly string[]
  readonly removed: readonly string[]
  readonly unchanged: number
}

/**
 * Brings a folder to hold exactly a set of files, in two steps: changed files are put aside while units are still
 * being made and verified, then renamed into place. Nothing of the folder changes before `commit`, and memory does
 * not grow with the number of files. A process that is killed leaves all files old, or a commit that the next run
 * finishes.
 */
export interface Stage {
  /** Adds a file. An equal file on disk is left alone. Throws on a path that leaves the folder or is given twice. */
  put(path: string, content: string): void
  /** Keeps a file that is on disk as it is. */
  keep(path: string): void
  /** Moves the staged files into place and removes owned files that were neither put nor kept. */
  commit(owns: (path: string) => boolean): StageResult
  /** Forgets everything; the folder is as it was. */
  abort(): void
}

/** Whether a path below the folder is of the files put aside, which a killed run leaves. */
export function isStaged(path: string): boolean {
  return path === aside || path.startsWith(`${aside}/`)
}

/**
 * Opens a stage on a folder, which need not exist. Finishes the commit of a killed run, and removes what one left that
 * had not begun its commit. One process at a time.
 */
export function openStage(root: string): Stage {
  finishChanges(root)
  const staging = join(root, stagedFiles)
  rmSync(join(root, aside), { recursive: true, force: true })
  removeLinks(root)
  const files = pathSet(root)
  const staged: string[] = []
  const folders = new Set<string>()
  let isCommitted = false

  const makeFolder = (path: string): void => {
    if (folders.has(path)) return
    mkdirSync(path, { recursive: true })
    // A commit of Git while this runs must not take them.
    if (folders.size === 0) writeFileSync(join(root, aside, '.gitignore'), '*\n')
    folders.add(path)
  }

  return {
    put(path, content) {
      files.add(path)
      if (readIfThere(join(root, path)) === content) return
      const target = join(staging, path)
      makeFolder(dirname(target))
      writeFileSync(target, content)
      staged.push(path)
    },
    keep: (path) => files.add(path),
    commit(owns) {
      staged.sort()
      const removed = listFiles(root, (path) => !files.has(path) && !isStaged(path) && owns(path))
      if (staged.length + removed.length > 0) {
        makeFolder(staging)
        isCommitted = true
        commitChanges(root, { moved: staged, removed })
      }
      if (removed.length > 0) removeEmptyFolders(root)
      return { written: staged, removed, unchanged: files.size - staged.length }
    },
    abort() {
      // The next run finishes a commit that has begun.
      if (isCommitted) return
      rmSync(join(root, aside), { recursive: true, force: true })
      removeIfEmpty(root)
    },
  }
}

/** Through a link in the folder files outside would be compared and written. */
function removeLinks(root: string): void {
  for (const path of listFiles(root, () => true, true)) rmSync(join(root, path))
}

/** Undefined when there is no such file. Anything else in its place is refused here, before a commit has moved a file. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    // Reading a folder fails without its path.
    throw Object.assign(cause as NodeJS.ErrnoException, { path })
  }
}

/** Files below a folder, relative, sorted; links are not followed. Only what is asked for takes memory. */
export function listFiles(
  root: string,
  wanted: (path: string) => boolean = () => true,
  linksOnly = false,
): string[] {
  const found: string[] = []
  const walk = (below: string) => {
    for (const entry of entriesOf(join(root, below))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) walk(path)
      else if ((!linksOnly || entry.isSymbolicLink()) && wanted(path)) found.push(path)
    }
  }
  walk('')
  return found.sort()
}

function entriesOf(folder: string): import('node:fs').Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
}

/** Content of a cluster's folder. */
const parts = ['argocd', 'own', 'platform', 'tenants']

/**
 * Something in a folder that no synthesis has put there; a commit would delete it. Undefined where there is none, as in
 * an empty folder, one that is not there, or another `dist`.
 */
export function foreignEntry(root: string): string | undefined {
  for (const cluster of entriesOf(root).filter(({ name }) => name !== aside)) {
    if (!cluster.isDirectory() || !segment.test(cluster.name)) return cluster.name
    const other = entriesOf(join(root, cluster.name)).find(({ name }) => !parts.includes(name))
    if (other) return `${cluster.name}/${other.name}`
  }
  return undefined
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It holds files, or was never made.
  }
}

function removeEmptyFolders(folder: string): boolean {
  let empty = true
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && removeEmptyFolders(join(folder, entry.name)))
      rmdirSync(join(folder, entry.name))
    else empty = false
  }
  return empty
}
