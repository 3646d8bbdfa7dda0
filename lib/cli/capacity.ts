import { type Command, InvalidArgumentError } from 'commander'
import type { CapacityReport, CapacityScope } from '../capacity/fleet.ts'
import { GiB } from '../catalog/units.ts'
import { figure, quantity } from '../cost/figure.ts'
import { printableJson } from '../findings/printable.ts'
import { soundFleet } from './fleet.ts'
import { plural } from './print.ts'
import { formatTable, right } from './table.ts'

/** Adds `paddock capacity`. */
export function addCapacity(paddock: Command): void {
  paddock
    .command('capacity')
    .description('how many more tenants fit, what runs out first, and what a thousand need')
    .option('--cell <cell>', 'one cell, its cluster and its region')
    .option('--tenants <number>', 'say what so many tenants need', count, 1000)
    .option('--json', 'print the result as JSON')
    .action(async (options: { cell?: string; tenants: number; json?: boolean }) => {
      const fleet = await soundFleet(paddock, options.json === true)
      if (!fleet) return
      const { fleetCapacity } = await import('../capacity/fleet.ts')
      const report = fleetCapacity(fleet, options.tenants)
      const shown = options.cell === undefined ? report : around(report, options.cell)
      if (!shown) {
        const cells = report.scopes.flatMap(({ kind, name }) => (kind === 'cell' ? [name] : []))
        console.error(`no cell "${options.cell}"; there are ${cells.join(', ')}`)
        process.exitCode = 2
      } else console.log(options.json ? printableJson(shown) : capacityText(shown))
    })
}

function count(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 1_000_000) {
    throw new InvalidArgumentError('It is a whole number from 1 to 1000000.')
  }
  return value
}

/** The report of one cell, its cluster, that cluster's region and the account. */
function around(report: CapacityReport, cell: string): CapacityReport | undefined {
  const found = report.scopes.find(({ kind, name }) => kind === 'cell' && name === cell)
  if (!found) return undefined
  const cluster = report.scopes.find(({ kind, name }) => kind === 'cluster' && name === found.cluster)
  const region = report.scopes.find(({ kind, name }) => kind === 'region' && name === cluster?.region)
  const account = report.scopes.filter(({ kind }) => kind === 'account' && region !== undefined)
  return {
    ...report,
    scopes: [found, ...(cluster ? [cluster] : []), ...(region ? [region] : []), ...account],
  }
}

function capacityText({ scopes, growth }: CapacityReport): string {
  return [...scopes.map(scopeText), ...(growth ? [growthText(growth)] : [])].join('\n\n')
}

function scopeText(scope: CapacityScope): string {
  const { median, largest, first } = scope.more
  const fits = (bound?: number) => (bound === undefined ? 'any number of' : String(bound))
  const ends = first.length > 0 ? `; ${first.join(' and ')} ${first.length > 1 ? 'end' : 'ends'} first` : ''
  const head =
    `${scope.kind} ${scope.name}: ${plural(scope.tenants, 'tenant')}; ${fits(median)} more of the median size fit, ` +
    `${fits(largest)} of the largest${ends}`
  const rows = scope.resources.map((one) => [
    one.name,
    amount(one.used),
    amount(one.limit),
    `${Math.round((100 * one.used) / one.limit)} %`,
    one.more.median === undefined ? '–' : String(one.more.median),
    one.more.largest === undefined ? '–' : String(one.more.largest),
    one.by,
    one.remedy,
  ])
  const columns = [
    { head: '' },
    right('used'),
    right('limit'),
    right('full'),
    right('median'),
    right('largest'),
    { head: 'limited by' },
    { head: 'then' },
  ]
  return [head, formatTable(columns, rows), ...platformText(scope)].join('\n')
}

function platformText({ platform }: CapacityScope): string[] {
  if (!platform) return []
  const { cpuMillis, memoryBytes } = platform
  return [
    `of that the platform’s own pods: ${amount(cpuMillis / 1000)} cpuCores, ${amount(memoryBytes / GiB)} cpuMemoryGiB`,
  ]
}

function growthText(growth: NonNullable<CapacityReport['growth']>): string {
  const demands = [
    ['cells, as large as they can be', growth.cells],
    ['cells, as large as the largest declared', growth.cellsAsDeclared],
    ['clusters, as large as they can be', growth.clusters],
    ['clusters, as large as the largest declared', growth.clustersAsDeclared],
  ] as const
  const rows = [
    ...demands.map(([what, { needed, because }]) => [what, String(needed), because.join(', ')]),
    ['CPU nodes of the largest type', String(growth.nodes.cpu), ''],
    ['GPU nodes, all asked at once', String(growth.nodes.gpu), ''],
    ['weeks of certificates', String(growth.certificateWeeks), 'hosts below the platform’s domain'],
  ]
  const quotas = growth.quotas.map((one) => [
    one.quota,
    String(one.needed),
    String(one.value),
    one.verdict === 'enough'
      ? 'enough'
      : one.verdict === 'raise'
        ? 'ask AWS for a raise, or use another region or account'
        : 'cannot be raised: another cluster',
  ])
  return [
    `${plural(growth.tenants, 'tenant')}, each as the present ones on average, in one region`,
    formatTable([{ head: '' }, right('needed'), { head: 'because of' }], rows),
    '',
    formatTable([{ head: 'quota' }, right('needed'), right('default'), { head: 'so' }], quotas),
  ].join('\n')
}

function amount(value: number): string {
  return figure(value, quantity)
}
