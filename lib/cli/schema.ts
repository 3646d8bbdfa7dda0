import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { clusterSchema } from '../spec/cluster.ts'
import { tenantSchema } from '../spec/tenant.ts'

/** JSON Schemas of the specs for editors, by the name of their file. */
export function editorSchemas(): Readonly<Record<string, string>> {
  const text = (title: string, schema: object) =>
    `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...schema }, undefined, 2)}\n`
  return {
    'cluster.schema.json': text('A cluster of Paddock', clusterSchema),
    'tenant.schema.json': text('A tenant of Paddock', tenantSchema),
  }
}

/** Adds `paddock schema`. */
export function addSchema(paddock: Command): void {
  paddock
    .command('schema')
    .description('write JSON Schemas of tenant and cluster specs for editors')
    .option('--out <folder>', 'folder to fill', 'docs/schemas')
    .action(({ out }: { out: string }) => {
      const folder = resolve(paddock.opts<{ root: string }>().root, out)
      mkdirSync(folder, { recursive: true })
      for (const [name, text] of Object.entries(editorSchemas())) {
        writeFileSync(join(folder, name), text)
        console.log(join(out, name))
      }
    })
}
