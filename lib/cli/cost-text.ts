import { type Assumptions, assumptionNames, assumptionTable } from '../cost/assumptions.ts'
import { compareBudget } from '../cost/budget.ts'
import { type ByService, type FleetCost, fleetCost } from '../cost/fleet.ts'
import { type CostLine, type Service, total } from '../cost/line.ts'
import { usd } from '../cost/usd.ts'
import type { Fleet } from '../rules/fleet.ts'
import { budgetText } from './budget-text.ts'
import type { Options } from './cost.ts'
import { formatTable, right } from './table.ts'

/** A result and how a person reads it; an exit code other than 0 means that the text is what is wrong. */
export interface Shown {
  readonly value: unknown
  readonly text: string
  readonly exitCode: number
}

/** Answers one call of `paddock cost`. */
export function costText(fleet: Fleet, assumptions: Assumptions, options: Options): Shown {
  if (options.assumptions) {
    return shown(
      assumptionNames.map((name) => ({ name, ...assumptionTable[name], value: assumptions[name] })),
      assumptionText(assumptions),
    )
  }
  if (options.budget) {
    const report = compareBudget(fleet, assumptions)
    return shown(report, budgetText(report))
  }
  const cost = fleetCost(fleet, assumptions)
  return options.tenant === undefined ? shown(cost, fleetText(cost)) : tenantShown(cost, options.tenant)
}

function shown(value: unknown, text: string): Shown {
  return { value, text, exitCode: 0 }
}

/** Services of their own column; the rest stand together. */
const columns = [
  ['EKS', ['eks']],
  ['CPU', ['cpu']],
  ['GPU', ['gpu']],
  ['RDS', ['rds']],
  ['EFS', ['efs']],
  ['cache', ['elasticache']],
  ['LB', ['load-balancing']],
  ['transfer', ['transfer']],
  ['network', ['network']],
  ['other', ['s3', 'secrets', 'keys', 'logs', 'dns']],
] as const satisfies readonly (readonly [string, readonly Service[]])[]

function serviceCells(services: ByService): string[] {
  return columns.map(([, names]) => {
    const sum = names.reduce((part, name) => part + (services[name] ?? 0), 0)
    return sum > 0 ? usd(sum) : ''
  })
}

function fleetText(cost: FleetCost): string {
  const heads = columns.map(([head]) => right(head))
  const places = cost.clusters.flatMap(({ name, usdPerMonth, services, cells }) => [
    [name, ...serviceCells(services), usd(usdPerMonth)],
    ...cells.map((cell) => [`  ${cell.id}`, ...serviceCells(cell.services), usd(cell.usdPerMonth)]),
  ])
  const tenants = cost.tenants.map((one) => [
    one.id,
    one.tier,
    one.cell,
    String(one.users),
    usd(one.ownUsdPerMonth),
    usd(one.sharedUsdPerMonth),
    usd(one.usdPerMonth),
    one.usdPerUser === undefined ? '–' : usd(one.usdPerUser),
  ])
  const tiers = cost.tiers.map((one) => [
    one.tier,
    '',
    '',
    String(one.users),
    '',
    '',
    usd(one.usdPerMonth),
    one.usdPerUser === undefined ? '–' : usd(one.usdPerUser),
  ])
  return [
    'USD a month, list prices, before discounts and taxes',
    '',
    formatTable(
      [{ head: 'cluster' }, ...heads, right('total')],
      [...places, ['total', ...serviceCells(cost.services), usd(cost.usdPerMonth)]],
    ),
    '',
    formatTable(
      [
        { head: 'tenant' },
        { head: 'tier' },
        { head: 'cell' },
        right('users'),
        right('own'),
        right('shared'),
        right('total'),
        right('a user'),
      ],
      [...tenants, ...tiers],
    ),
    '',
    `${usd(cost.unallocatedUsdPerMonth)} are no tenant's: rests of nodes, and clusters without users`,
    trust(cost.lines),
  ].join('\n')
}

/** How much of a sum rests on figures that nobody has looked up. */
function trust(lines: readonly CostLine[]): string {
  const all = total(lines)
  const percent = (basis: CostLine['basis']) =>
    all > 0 ? ((100 * total(lines.filter((one) => one.basis === basis))) / all).toFixed(1) : '0.0'
  return (
    `${percent('stated')} % at prices that a source states for the region, ${percent('assumed')} % taken over from another ` +
    `region, ${percent('unverified')} % unverified; what is assumed: paddock cost --assumptions`
  )
}

function tenantShown(cost: FleetCost, id: string): Shown {
  const tenant = cost.tenants.find((one) => one.id === id)
  if (!tenant) {
    const names = cost.tenants.map((one) => one.id).join(', ')
    return {
      value: undefined,
      text: `no tenant "${id}" in a cluster of AWS; there are ${names}`,
      exitCode: 2,
    }
  }
  const lines = cost.lines.filter(({ payer }) => payer.kind === 'tenant' && payer.id === id)
  const rows = lines.map((one) => [
    one.service,
    one.item,
    one.region,
    number(one.quantity),
    one.unit,
    number(one.usdPerUnit),
    usd(one.usdPerMonth),
    `${one.driver.file} ${one.driver.field}`,
    one.basis === 'stated' ? '' : one.basis,
  ])
  const text = [
    `${id}: ${usd(tenant.usdPerMonth)} USD a month, ${usd(tenant.ownUsdPerMonth)} its own, ${usd(tenant.sharedUsdPerMonth)} its share of common lines`,
    '',
    formatTable(
      [
        { head: 'service' },
        { head: 'item' },
        { head: 'region' },
        right('quantity'),
        { head: 'unit' },
        right('price'),
        right('USD'),
        { head: 'follows' },
        { head: 'price is' },
      ],
      rows,
    ),
  ].join('\n')
  return shown({ ...tenant, lines }, text)
}

/** Four significant digits, without an exponent. */
function number(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)))
}

function assumptionText(assumptions: Assumptions): string {
  return formatTable(
    [{ head: 'name' }, right('value'), { head: 'unit' }, { head: 'why' }],
    assumptionNames.map((name) => [
      name,
      String(assumptions[name]),
      assumptionTable[name].unit,
      assumptionTable[name].why,
    ]),
  )
}
