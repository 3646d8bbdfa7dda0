import type { CompleteHubSpec } from '../spec/index.ts'

/** A budget of a month. */
export interface ResolvedBudget {
  /** Ends its name in AWS. */
  readonly name: string
  readonly usdPerMonth: number
  /** The counted part; absent: everything in the account. */
  readonly tag?: { readonly key: string; readonly value: string }
}

/** Keys of the tags by which the bill is split; they are activated once for the account. */
export const costAllocationTags = {
  cells: 'paddock:cell',
  components: 'paddock:component',
  nodes: 'paddock:node-class',
  regions: 'paddock:cluster',
  tiers: 'paddock:tier',
} as const

/** Every budget that the hub's file gives an amount to; pure. */
export function resolveBudgets({ budget }: CompleteHubSpec): ResolvedBudget[] {
  const { usdPerMonth } = budget
  const kinds = Object.keys(costAllocationTags) as (keyof typeof costAllocationTags)[]
  return [
    ...(usdPerMonth === undefined ? [] : [{ name: 'account', usdPerMonth }]),
    ...kinds.flatMap((kind) =>
      Object.entries(budget[kind]).map(([value, amount]) => ({
        name: `${kind.slice(0, -1)}-${value}`,
        usdPerMonth: amount,
        tag: { key: costAllocationTags[kind], value },
      })),
    ),
  ]
}
