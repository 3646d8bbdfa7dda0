import type { BudgetReport, UserRow } from '../cost/budget.ts'
import { usd } from '../cost/figure.ts'
import { formatTable, right } from './table.ts'

/** The comparison with the budget, as a person reads it. */
export function budgetText(report: BudgetReport): string {
  const rows = report.rows.map((one) => [
    one.line,
    usd(one.budgetUsd),
    usd(one.usdPerMonth),
    usd(one.servingUsd),
    usd(one.secondUsd),
    usd(one.hubUsd),
    one.verdict,
    one.why,
  ])
  const outside = report.outside.map((one) => [one.service, '–', usd(one.usdPerMonth)])
  return [
    `USD a month for ${report.users} users: three standard tenants and one premium, of 25 users each, all defaults`,
    '',
    formatTable(
      [
        { head: 'line' },
        right('budget'),
        right('design'),
        right('serving'),
        right('second'),
        right('hub'),
        { head: 'verdict' },
        { head: 'why' },
      ],
      [...rows, ...outside, ['total', usd(report.budgetUsd), usd(report.usdPerMonth)]],
    ),
    '',
    userTable('tier at 100 users', report.tiers),
    '',
    userTable('tenant', report.tenants),
  ].join('\n')
}

function userTable(head: string, rows: readonly UserRow[]): string {
  return formatTable(
    [
      { head },
      { head: 'tier' },
      right('users'),
      right('a user'),
      right('at most'),
      { head: 'verdict' },
      { head: 'largest' },
    ],
    rows.map((one) => [
      one.name,
      one.tier,
      String(one.users),
      usd(one.usdPerUser),
      usd(one.limitUsd),
      one.verdict,
      one.why,
    ]),
  )
}
