import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { repository } from './workspace.ts'

/** The committed dist, read by a YAML library and not by our emitter; files below a prefix. */
export function readDist(prefix = '', folder = repository): Manifest[] {
  const root = join(folder, 'dist')
  return listFiles(root)
    .filter((path) => path.startsWith(prefix))
    .map((path) => ({
      path,
      objects: parseAllDocuments(readFileSync(join(root, path), 'utf8'), { version: '1.1' }).map(
        (one) => one.toJS() as KubeObject,
      ),
    }))
}
