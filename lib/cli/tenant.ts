import type { Command } from 'commander'
import { chatModels } from '../catalog/models.ts'
import { rootOf } from './root.ts'
import type { Flags } from './tenant-new.ts'
import { addTenantRecords } from './tenant-records.ts'

/** Adds `paddock tenant new` and `paddock tenant records`. */
export function addTenant(paddock: Command): void {
  const collect = (value: string, before: string[] = []) => [...before, value]
  const tenant = paddock.command('tenant').description('work on tenants')
  addTenantRecords(paddock, tenant)
  tenant
    .command('new')
    .description('write tenants/<id>.ts; asks on a terminal for what is not given')
    .argument('[id]', 'lower-case letters, digits and single hyphens')
    .option('--tier <tier>', 'standard or premium')
    .option('--cell <cell>', 'data plane, as a cluster file declares it')
    .option('--owner <mail>', 'who answers for the tenant')
    .option('--display-name <name>', 'shown to its users')
    .option('--ring <ring>', 'release ring: canary, early or general')
    .option('--host <host>', 'host name (repeatable)', collect)
    .option('--model <model>', `chat model (repeatable): ${chatModels.join(', ')}`, collect)
    .option('--json', 'print the result as JSON')
    .action(async (id: string | undefined, flags: Flags) => {
      const root = rootOf(paddock)
      const { newTenant } = await import('./tenant-new.ts')
      process.exitCode = await newTenant(root, { ...(id ? { id } : {}), ...flags })
    })
}
