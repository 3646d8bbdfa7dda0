import { platform } from '../../../lib/resolve/names.ts'
import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { postgresDatabasePlans } from '../postgres-database/composition.ts'

/**
 * The instance writes its own Secret with the administrator's address into the namespace of the Job that prepares the
 * database. That Job cannot read the claim's Secret, which is in the tenant's namespace.
 */
function reported(resource: Composed): Composed {
  const { base } = resource
  if (base.kind !== 'Instance' || !base.spec?.writeConnectionSecretToRef) return resource
  const spec = { ...base.spec, writeConnectionSecretToRef: { namespace: platform.data } }
  return { ...resource, base: { ...base, spec } as Composed['base'] }
}

/** A tenant's instance has the same variants as a cell's: alone, or with a read replica in the other region. */
export const tenantDatabasePlans: readonly CompositionPlan[] = postgresDatabasePlans.map((plan) => ({
  ...plan,
  resources: plan.resources.map(reported),
}))
