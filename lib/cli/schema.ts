import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'

/** Adds `paddock schema`. */
export function addSchema(paddock: Command): void {
  paddock
    .command('schema')
    .description('write JSON Schemas of tenant and cluster specs for editors')
    .option('--out <folder>', 'folder to fill', 'docs/schemas')
    .action(async ({ out }: { out: string }) => {
      const { editorSchemas } = await import('./editor-schemas.ts')
      const folder = resolve(paddock.opts<{ root: string }>().root, out)
      mkdirSync(folder, { recursive: true })
      for (const [name, text] of Object.entries(editorSchemas())) {
        writeFileSync(join(folder, name), text)
        console.log(join(out, name))
      }
    })
}
