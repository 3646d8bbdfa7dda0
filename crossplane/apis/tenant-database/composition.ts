import { platform } from '../../../lib/resolve/names.ts'
import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { postgresDatabasePlans } from '../postgres-database/composition.ts'

/**
 * The instance writes its own Secret, the administrator's address in it, to where the tenant's database is prepared:
 * the claim's Secret stands in the tenant's namespace, which that Job cannot read.
 */
function told(resource: Composed): Composed {
  const { base } = resource
  if (base.kind !== 'Instance' || !base.spec?.writeConnectionSecretToRef) return resource
  const spec = { ...base.spec, writeConnectionSecretToRef: { namespace: platform.data } }
  return { ...resource, base: { ...base, spec } as Composed['base'] }
}

/** A tenant's instance is made as a cell's is: alone, or with a read replica in the other region. */
export const tenantDatabasePlans: readonly CompositionPlan[] = postgresDatabasePlans.map((plan) => ({
  ...plan,
  resources: plan.resources.map(told),
}))
