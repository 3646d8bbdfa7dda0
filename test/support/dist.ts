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
  const root = join(folder, 'dist')
  return listFiles(root)
    .filter((path) => path.startsWith(prefix))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, objects: splitDocuments(text).map(readDocument) }
    })
}

/** Whether a file of dist holds CRDs of an operator. */
export function isCrds(path: string): boolean {
  return /\/platform\/[a-z-]+-crds\//.test(path)
}
