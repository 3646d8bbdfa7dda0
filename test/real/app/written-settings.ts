import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { packages, python } from './images.ts'

/** The routes of Open WebUI that write configuration, read from its source: method and path. */
export function writtenSettings(): readonly string[] {
  return execFileSync(
    join(python, 'bin/python'),
    [join(import.meta.dirname, 'settings-routes.py'), join(packages, 'open_webui')],
    { encoding: 'utf8' },
  )
    .trim()
    .split('\n')
}
