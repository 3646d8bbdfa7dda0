import type { Command } from 'commander'
import { printableJson } from '../findings/printable.ts'
import { type OutsideRecord, ownHostRecords } from '../resolve/challenge.ts'
import { tenantHosts } from '../resolve/tenant-hosts.ts'
import { cellClusters, type Fleet } from '../rules/fleet.ts'
import { exitCodes } from './exit-codes.ts'
import { soundFleet } from './fleet.ts'
import { formatTable } from './table.ts'

/** Adds `paddock tenant records`. */
export function addTenantRecords(paddock: Command, tenant: Command): void {
  tenant
    .command('records')
    .description('what a tenant has to enter into DNS for the hosts that are its own')
    .argument('<id>', 'tenant')
    .option('--json', 'print the result as JSON')
    .action(async (id: string, options: { json?: boolean }) => {
      const fleet = await soundFleet(paddock, options.json === true)
      if (!fleet) return
      const records = recordsOf(fleet, id)
      if (!records) {
        console.error(`no tenant "${id}"; there are ${fleet.tenants.map(({ spec }) => spec.id).join(', ')}`)
        process.exitCode = exitCodes.usage
      } else console.log(options.json ? printableJson(records) : recordsText(id, records))
    })
}

/** Records of a tenant's own hosts; undefined when there is no such tenant. */
export function recordsOf(fleet: Fleet, id: string): OutsideRecord[] | undefined {
  const spec = fleet.tenants.find((one) => one.spec.id === id)?.spec
  const cluster = spec && cellClusters(fleet).get(spec.cell)?.spec
  if (!spec || !cluster) return undefined
  return cluster.kind === 'regional' ? ownHostRecords(id, tenantHosts(spec, cluster), cluster.domain) : []
}

/** The records as a table, or that there are none. */
export function recordsText(id: string, records: readonly OutsideRecord[]): string {
  if (records.length === 0) return `${id} has no host of its own: nothing is to be entered.`
  return formatTable(
    ['name', 'type', 'value'].map((head) => ({ head })),
    records.map(({ name, type, value }) => [name, type, value]),
  )
}
