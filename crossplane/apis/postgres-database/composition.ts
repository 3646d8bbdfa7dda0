import { type Composed, type CompositionPlan, regionEnvironment } from '../../compose/composition.ts'
import { databaseAlarms } from './alarms.ts'
import { instance, subnetGroup } from './instance.ts'
import { instanceParameters } from './parameters.ts'
import { replicaResources } from './replica.ts'

/** Parameter group, subnet group, the instance with its alarms. */
export const databaseResources: readonly Composed[] = [
  instanceParameters,
  subnetGroup,
  instance,
  ...databaseAlarms,
]

/** Alone, or with a read replica in the other region. */
export const postgresDatabasePlans: readonly CompositionPlan[] = [
  { environments: regionEnvironment, resources: databaseResources },
  {
    variant: 'replicated',
    environments: regionEnvironment,
    resources: [...databaseResources, ...replicaResources],
  },
]
