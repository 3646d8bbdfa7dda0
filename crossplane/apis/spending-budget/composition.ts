import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { externalName, field, fromSpec, slot, tags, text } from '../../compose/patch.ts'

const notifications = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
].map((one) => ({ ...one, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' }))

function budget(counts: 'tagged' | 'everything'): Composed {
  const tagged = counts === 'tagged'
  return {
    name: 'budget',
    base: {
      apiVersion: 'budgets.aws.upbound.io/v1beta2',
      kind: 'Budget',
      spec: {
        forProvider: {
          budgetType: 'COST',
          ...(tagged ? { costFilter: [{ name: 'TagKeyValue' }] } : {}),
          limitUnit: 'USD',
          notification: notifications,
          timeUnit: 'MONTHLY',
        },
      },
    },
    patches: [
      tags,
      text(`paddock-${slot('claim.name')}`, externalName),
      {
        ...fromSpec('usdPerMonth', field('limitAmount')),
        transforms: [{ type: 'string', string: { type: 'Format', fmt: '%d' } }],
      },
      ...notifications.map((_, index) =>
        fromSpec('contact', field(`notification[${index}].subscriberEmailAddresses[0]`)),
      ),
      // Format of a user's tag in Budgets: `user:<key>$<value>`.
      ...(tagged
        ? [text(`user:${slot('claim.tag.key')}$${slot('claim.tag.value')}`, field('costFilter[0].values[0]'))]
        : []),
    ],
  }
}

/** Counts resources with the tag. `account` counts everything. */
export const spendingBudgetPlans: readonly CompositionPlan[] = [
  { environments: [], resources: [budget('tagged')] },
  { variant: 'account', environments: [], resources: [budget('everything')] },
]
