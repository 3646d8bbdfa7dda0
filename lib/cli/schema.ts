import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { printableJson } from '../findings/printable.ts'
import { rootOf } from './root.ts'

/** Adds `paddock schema`. */
export function addSchema(paddock: Command): void {
  paddock
    .command('schema')
    .description('write JSON Schemas: of specs for editors, of plans for programs')
    .option('--out <folder>', 'folder to fill (default: docs/schemas of the clone)')
    .option('--json', 'print the paths as JSON')
    .action(async ({ out, json }: { out?: string; json?: boolean }) => {
      const { editorSchemas } = await import('./editor-schemas.ts')
      const root = rootOf(paddock)
      const folder = out === undefined ? join(root, 'docs/schemas') : resolve(out)
      mkdirSync(folder, { recursive: true })
      const schemas = Object.entries(editorSchemas())
      for (const [name, text] of schemas) writeFileSync(join(folder, name), text)
      const written = schemas.map(([name]) => join(out ?? 'docs/schemas', name))
      console.log(json ? printableJson({ written }) : written.join('\n'))
    })
}
