import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { keepDataNamedByAws } from '../../compose/fields.ts'
import { field, fromSpec } from '../../compose/patch.ts'

/** Quotas take no tags, and a request cannot be taken back. */
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
