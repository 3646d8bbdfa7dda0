import type { PlanReport } from '../plan/report.ts'
import { line } from './plan-line.ts'
import type { Line } from './plan-page.ts'
import { plural } from './print.ts'

/** The month’s bill, before and after. */
export function costLines({ cost }: PlanReport): Line[] {
  if (!cost) return []
  const one = ({
    name,
    beforeUsdPerMonth,
    afterUsdPerMonth,
  }: {
    name: string
    beforeUsdPerMonth: number
    afterUsdPerMonth: number
  }) => line('plain', `${name}  ${usd(beforeUsdPerMonth)} → ${usd(afterUsdPerMonth)}`)
  return [
    line('changed', `${signedUsd(cost.deltaUsdPerMonth)}, at list prices`),
    ...cost.services.map(one),
    ...cost.tenants.map((tenant) => one({ ...tenant, name: `tenant ${tenant.name}, its own lines` })),
  ]
}

function usd(amount: number): string {
  return amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

/** What a month costs more or less. */
export function signedUsd(amount: number): string {
  return `${amount < 0 ? `− ${usd(-amount)}` : `+ ${usd(amount)}`} USD a month`
}

/** Limits, before and after; what is fullest first, for a page may be cut. */
export function capacityLines({ capacity = [] }: PlanReport): Line[] {
  return [...capacity]
    .sort((a, b) => b.percent - a.percent)
    .map((one) => {
      const { place: where, resource, beforeUsed, used, limit, percent, moreTenants, by } = one
      const room =
        moreTenants === undefined ? '' : `; ${plural(moreTenants, 'more tenant')} of the median size fit`
      const text = `${where} ${resource}  ${rounded(beforeUsed)} → ${rounded(used)} of ${rounded(limit)} by ${by} (${Math.round(percent)} %)${room}`
      return line(percent >= 80 ? 'review' : 'plain', text)
    })
}

function rounded(amount: number): string {
  return String(Math.round(amount * 10) / 10)
}
