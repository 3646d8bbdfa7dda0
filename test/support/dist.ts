import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import { readDocument, splitDocuments } from '../../lib/write/read-yaml.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { subject } from './workspace.ts'

/**
 * The dist of the subject, read by a YAML library and not by our emitter; files below a prefix. Operators' CRDs, most of its
 * bytes, are read by our own reader in a hundredth of the time: test/import/upstream.test.ts has the library read them.
 */
export function readDist(prefix = '', folder = subject): Manifest[] {
  const root = join(folder, 'dist')
  return listFiles(root)
    .filter((path) => path.startsWith(prefix))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, objects: isCrds(path) ? splitDocuments(text).map(readDocument) : parse(text) }
    })
}

/** Whether a file of dist holds CRDs of an operator. */
export function isCrds(path: string): boolean {
  return /\/platform\/[a-z-]+-crds\//.test(path)
}

function parse(text: string): KubeObject[] {
  return parseAllDocuments(text, { version: '1.1' }).map((one) => one.toJS() as KubeObject)
}
