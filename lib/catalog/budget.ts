/** The budget that the platform was asked to keep: USD a month for a hundred users, by line. */
export const budget = {
  users: 100,
  lines: {
    eks: 200,
    cpu: 2000,
    gpu: 8000,
    rds: 500,
    efs: 300,
    elasticache: 200,
    'load-balancing': 150,
    transfer: 100,
  },
  /** Most that a user may cost a month, by the tenant's tier. */
  usdPerUser: { standard: 50, premium: 200 },
} as const

/** A line of the budget. */
export type BudgetLine = keyof typeof budget.lines
