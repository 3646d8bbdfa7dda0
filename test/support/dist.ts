import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from '../../lib/kube/object.ts'
import { readDocument, splitDocuments } from '../../lib/write/read-yaml.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { subject } from './workspace.ts'

/**
 * The dist of the subject; files below a prefix. Our own reader takes a hundredth of the time of a YAML library:
 * test/dist/read-yaml.test.ts has one read all of it, and finds the same.
 */
export function readDist(prefix = '', folder = subject): Manifest[] {
  // The subject's dist does not change while tests run; a workspace's does.
  const files = folder === subject ? drawn() : listFiles(join(folder, 'dist'))
  return files.filter((path) => path.startsWith(prefix)).map((path) => manifest(path, folder))
}

let listed: string[] | undefined
function drawn(): string[] {
  listed ??= listFiles(join(subject, 'dist'))
  return listed
}

const read = new Map<string, Manifest>()
function manifest(path: string, folder: string): Manifest {
  const known = folder === subject ? read.get(path) : undefined
  if (known) return known
  const text = readFileSync(join(folder, 'dist', path), 'utf8')
  const made = { path, objects: splitDocuments(text).map(readDocument) }
  if (folder === subject) read.set(path, made)
  return made
}

/** Whether a file of dist holds CRDs of an operator. */
export function isCrds(path: string): boolean {
  return /\/platform\/[a-z-]+-crds\//.test(path)
}
