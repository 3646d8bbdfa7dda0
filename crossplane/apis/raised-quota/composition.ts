import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { keepDataNamedByAws } from '../../compose/fields.ts'
import { field, fromSpec } from '../../compose/patch.ts'

/** Quotas have no tags, and a request cannot be withdrawn. */
const quota: Composed = {
  name: 'quota',
  base: {
    apiVersion: 'servicequotas.aws.upbound.io/v1beta1',
    kind: 'ServiceQuota',
    spec: { managementPolicies: keepDataNamedByAws, forProvider: {} },
  },
  patches: [
    fromSpec('region', field('region')),
    fromSpec('service', field('serviceCode')),
    fromSpec('quota', field('quotaCode')),
    fromSpec('value', field('value')),
  ],
}

/** One quota. */
export const raisedQuotaPlans: readonly CompositionPlan[] = [{ environments: [], resources: [quota] }]
