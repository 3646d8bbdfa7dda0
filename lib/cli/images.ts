import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { printableJson } from '../findings/printable.ts'
import { renderAll } from '../findings/render.ts'
import { formatFindings, plural } from './print.ts'
import { rootOf } from './root.ts'

/** Adds `paddock images pin`. */
export function addImages(paddock: Command): void {
  paddock
    .command('images')
    .description('work on the image catalogue')
    .command('pin')
    .description('ask the registries for the digests that images.json files lack')
    .option('--update', 'ask for known digests too, and report tags that have moved')
    .option('--json', 'print the result as JSON')
    .action(async (options: { update?: boolean; json?: boolean }) => {
      const root = pathToFileURL(`${rootOf(paddock)}/`)
      const [{ pinCatalogue }, { imageFilePaths }] = await Promise.all([
        import('../registry/pin.ts'),
        import('../catalog/image-files.ts'),
      ])
      const { pinned, findings, written } = await pinCatalogue(root, imageFilePaths(root), {
        update: options.update === true,
      })
      if (options.json) console.log(printableJson({ pinned, written, findings: renderAll(findings) }))
      else {
        if (findings.length > 0) console.error(formatFindings(findings))
        console.log([`${plural(pinned, 'digest')} written`, ...written].join('\n  '))
      }
      if (findings.some(({ level }) => level === 'error')) process.exitCode = 1
    })
}
