import { type Assumptions, assumptionNames, assumptionTable } from '../cost/assumptions.ts'
import { compareBudget } from '../cost/budget.ts'
import { figure, significant, usd } from '../cost/figure.ts'
import { type ByService, type FleetCost, fleetCost } from '../cost/fleet.ts'
import { type CostLine, type Service, spotTotal, total } from '../cost/line.ts'
import type { Fleet } from '../rules/fleet.ts'
import { budgetText } from './budget-text.ts'
import type { CostOptions } from './cost-options.ts'
import { formatTable, right } from './table.ts'

/** A result and how a person reads it; an exit code other than 0 means that the text is what is wrong. */
export interface Shown {
  readonly value: unknown
  readonly text: string
  readonly exitCode: number
}

/** Answers one call of `paddock cost`. */
export function costText(fleet: Fleet, assumptions: Assumptions, options: CostOptions): Shown {
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

/** Services with a column of their own; one column sums the others. */
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
    const text = usd(sum)
    return text === usd(0) ? '' : text
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
    'USD a month, before discounts and taxes; at list prices, but for spot instances',
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
    ...spotLines(cost),
    trust(cost.lines),
  ].join('\n')
}

/** How much of a sum rests on figures that nobody has looked up. */
function trust(lines: readonly CostLine[]): string {
  const all = total(lines)
  const share = (sum: number) => figure(all > 0 ? (100 * sum) / all : 0, { fewest: 1, most: 1 })
  const percent = (basis: CostLine['basis']) => {
    const those = lines.filter((one) => one.basis === basis)
    return share(total(those) - spotTotal(those))
  }
  return (
    `${percent('stated')} % at prices that a source states for the region, ${percent('assumed')} % taken over from ` +
    `another region, ${share(spotTotal(lines))} % at an assumed spot price, ${percent('unverified')} % unverified; ` +
    'what is assumed: paddock cost --assumptions'
  )
}

/** Which columns are no list price, and how much of them. */
function spotLines({ lines, assumptions }: FleetCost): string[] {
  const { spotPricePercent } = assumptions
  return (['cpu', 'gpu'] as const).flatMap((service) => {
    const those = lines.filter((one) => one.service === service)
    const spot = spotTotal(those)
    if (usd(spot) === usd(0)) return []
    return [
      `${service.toUpperCase()}: ${usd(spot)} of ${usd(total(those))} are spot instances, at an assumed ` +
        `${significant(spotPricePercent)} % of the on-demand list price`,
    ]
  })
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
    significant(one.quantity),
    one.unit,
    significant(one.usdPerUnit),
    usd(one.usdPerMonth),
    `${one.driver.file} ${one.driver.field}`,
    priceIs(one),
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

/** Empty for a list price that a source states for the region. */
function priceIs({ basis, spotUsdPerMonth = 0, usdPerMonth }: CostLine): string {
  const spot =
    spotUsdPerMonth > 0 && `${Math.round((100 * spotUsdPerMonth) / usdPerMonth)} % spot at an assumed price`
  return [basis !== 'stated' && basis, spot].filter(Boolean).join(', ')
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
