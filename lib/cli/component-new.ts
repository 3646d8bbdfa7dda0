import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { error, type Finding } from '../findings/finding.ts'
import { printableJson } from '../findings/printable.ts'
import { renderAll } from '../findings/render.ts'
import { componentSource } from './component-source.ts'
import { formatFindings } from './print.ts'

const namePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const longest = 40

/**
 * Writes the folder of a new component. An existing folder is left as it is.
 *
 * @returns the exit code: 0 written, 1 refused
 */
export function newComponent(root: string, name: string, options: { after: string; json?: boolean }): number {
  const folder = `charts/platform/${name}`
  const findings = check(root, name, folder, options.after)
  const files = findings.length > 0 ? {} : componentSource(name, options.after)
  if (findings.length === 0) mkdirSync(join(root, folder))
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(root, folder, file), text, { flag: 'wx' })
  }
  const written = Object.keys(files).map((file) => `${folder}/${file}`)
  if (options.json) console.log(printableJson({ written, findings: renderAll(findings) }))
  else if (findings.length > 0) console.error(formatFindings(findings))
  else {
    console.log(`${written.join('\n')}\n`)
    console.log('Next: fill them in, then npm run synth, npm run docs, npm test.')
  }
  return findings.length > 0 ? 1 : 0
}

function check(root: string, name: string, folder: string, after: string): Finding[] {
  const at = { file: folder }
  if (!namePattern.test(name) || name.length > longest)
    return [error('component-name', at, { problem: 'pattern', name, longest })]
  if (existsSync(join(root, folder))) return [error('component-name', at, { problem: 'exists' })]
  if (!existsSync(join(root, 'charts/platform', after, 'component.ts')))
    return [error('component-name', at, { problem: 'after', after })]
  return []
}
