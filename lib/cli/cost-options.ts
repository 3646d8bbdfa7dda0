import type { AssumptionName } from '../cost/assumptions.ts'

/** Other values for assumptions. */
export type Changes = Partial<Record<AssumptionName, number>>

/** Options of `paddock cost`, as the command line gives them. */
export interface CostOptions {
  readonly tenant?: string
  readonly budget?: boolean
  readonly assumptions?: boolean
  readonly assume?: Changes
  readonly json?: boolean
}
