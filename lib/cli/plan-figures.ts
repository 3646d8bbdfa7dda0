import { difference, money, movement, quantity } from '../cost/figure.ts'
import type { PlanReport } from '../plan/report.ts'
import type { Line } from './plan-layout.ts'
import { line } from './plan-line.ts'
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
  }) => line('plain', `${name}  ${movement(beforeUsdPerMonth, afterUsdPerMonth, money)}`)
  const lines = [
    ...cost.services.map((service) =>
      one(service.spot ? { ...service, name: `${service.name}, in part at an assumed spot price` } : service),
    ),
    ...cost.tenants.map((tenant) => one({ ...tenant, name: `tenant ${tenant.name}, its own lines` })),
  ]
  const sum = signedUsd(cost.deltaUsdPerMonth)
  if (sum === '' && lines.length === 0) return []
  const prices = cost.services.some(({ spot }) => spot)
    ? 'at list prices and an assumed spot price'
    : 'at list prices'
  return [line('changed', `${sum === '' ? 'the same sum' : sum}, ${prices}`), ...lines]
}

/** The change of a month's cost; empty below a cent. */
export function signedUsd(amount: number): string {
  const text = difference(amount, money)
  return text === '' ? '' : `${text} USD a month`
}

/** Limits, before and after; what is fullest first, for a page may be cut. */
export function capacityLines({ capacity = [] }: PlanReport): Line[] {
  return [...capacity]
    .sort((a, b) => b.percent - a.percent)
    .map((one) => {
      const { scope: where, resource, beforeUsed, beforeLimit, used, limit, percent, moreTenants, by } = one
      const room =
        moreTenants === undefined ? '' : `; ${plural(moreTenants, 'more tenant')} of the median size fit`
      const taken = movement(beforeUsed, used, quantity)
      // A scope that is new had no limit before.
      const bound = movement(beforeLimit || limit, limit, quantity)
      const text = `${where} ${resource}  ${taken} of ${bound} by ${by} (${Math.round(percent)} %)${room}`
      return line(percent >= 80 ? 'review' : 'plain', text)
    })
}
