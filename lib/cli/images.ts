import { join } from 'node:path'
import type { Command } from 'commander'
import { renderAll } from '../findings/render.ts'
import { formatFindings, plural } from './print.ts'
import { rootOf } from './root.ts'

/** Adds `paddock images pin`. */
export function addImages(paddock: Command): void {
  paddock
    .command('images')
    .description('work on the image catalogue')
    .command('pin')
    .description('ask the registries for the digests that lib/catalog/images.json lacks')
    .option('--update', 'ask for known digests too, and report tags that have moved')
    .option('--json', 'print the result as JSON')
    .action(async (options: { update?: boolean; json?: boolean }) => {
      const file = join(rootOf(paddock), 'lib/catalog/images.json')
      const { pinCatalogue } = await import('../registry/pin.ts')
      const { pinned, findings } = await pinCatalogue(file, { update: options.update === true })
      if (options.json) console.log(JSON.stringify({ pinned, findings: renderAll(findings) }, undefined, 2))
      else {
        if (findings.length > 0) console.error(formatFindings(findings))
        console.log(`${plural(pinned, 'digest')} written to lib/catalog/images.json`)
      }
      if (findings.some(({ level }) => level === 'error')) process.exitCode = 1
    })
}
