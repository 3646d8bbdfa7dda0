import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { pathSet } from './paths.ts'

/** Changes that a commit makes. Paths below the folder, with forward slashes. */
export interface Changes {
  /** Files that lie in the stage and are moved into place. */
  readonly moved: readonly string[]
  readonly removed: readonly string[]
}

/** Files put aside, below the folder that they are for: a rename keeps to one file system. */
export const aside = '.stage'
/** Folder of the staged files. */
export const stagedFiles = join(aside, 'files')
const journal = join(aside, 'commit.json')

/**
 * Makes changes so that a process that is killed leaves all of them or none: they are written down first, and the next
 * run finishes them. A loss of power can lose some; `check` reports it.
 */
export function commitChanges(root: string, changes: Changes): void {
  const file = join(root, journal)
  const next = `${file}.next`
  writeFileSync(next, JSON.stringify(changes))
  const descriptor = openSync(next, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  // From here on the changes are made, whatever happens.
  renameSync(next, file)
  makeChanges(root, changes)
}

/** Finishes the changes that a killed run has begun. */
export function finishChanges(root: string): void {
  const changes = begun(root)
  if (changes) makeChanges(root, changes)
}

/** Whether a run was killed while it made its changes. */
export function isUnfinished(root: string): boolean {
  return begun(root) !== undefined
}

function begun(root: string): Changes | undefined {
  let text: string
  try {
    text = readFileSync(join(root, journal), 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw cause
  }
  return parse(root, text)
}

/** Undefined for anything that no run wrote: somebody may have committed a file of that name. */
function parse(root: string, text: string): Changes | undefined {
  try {
    const { moved, removed } = JSON.parse(text) as Changes
    // A removed file may have any name, as it was found on disk, but never one above the folder.
    const isBelow = (path: string) => path.split('/').every((part) => !['', '.', '..'].includes(part))
    if (!removed.every(isBelow)) return undefined
    const paths = pathSet(root)
    for (const path of moved) paths.add(path)
    return { moved, removed }
  } catch {
    return undefined
  }
}

/** May be called again after it was ended: a file that is not in the stage has been moved. */
function makeChanges(root: string, { moved, removed }: Changes): void {
  const folders = new Set<string>()
  for (const path of moved) {
    const staged = join(root, stagedFiles, path)
    if (!existsSync(staged)) continue
    makeFolder(root, dirname(path), folders)
    renameSync(staged, join(root, path))
  }
  for (const path of removed) rmSync(join(root, path), { force: true })
  rmSync(join(root, aside), { recursive: true, force: true })
}

/** Makes a folder and those above it. A link in the place of one is removed: its target is none of the run's. */
function makeFolder(root: string, path: string, made: Set<string>): void {
  if (path === '.' || made.has(path)) return
  makeFolder(root, dirname(path), made)
  const folder = join(root, path)
  const found = lstatSync(folder, { throwIfNoEntry: false })
  if (found?.isSymbolicLink()) rmSync(folder)
  if (!found?.isDirectory()) mkdirSync(folder, { recursive: true })
  made.add(path)
}
