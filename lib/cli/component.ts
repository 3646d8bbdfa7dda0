import { resolve } from 'node:path'
import type { Command } from 'commander'

/** Adds `paddock component new`. */
export function addComponent(paddock: Command): void {
  paddock
    .command('component')
    .description('work on components of the platform')
    .command('new')
    .description('write the skeleton of charts/platform/<name>/')
    .argument('<name>', 'lower-case letters, digits and single hyphens')
    .option('--after <component>', 'component that must be healthy first (default: foundation)', 'foundation')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, options: { after: string; json?: boolean }) => {
      const root = resolve(paddock.opts<{ root: string }>().root)
      const { newComponent } = await import('./component-new.ts')
      process.exitCode = newComponent(root, name, options)
    })
}
