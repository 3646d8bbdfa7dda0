import { type Composed, type CompositionPlan, regionEnvironment } from '../../compose/composition.ts'
import { databaseAlarms } from './alarms.ts'
import { instance, instanceIdentifier, subnetGroup } from './instance.ts'
import { instanceLogs, replicaLogs } from './logs.ts'
import { instanceParameters, replicaParameters } from './parameters.ts'
import { replicaResources } from './replica.ts'
import { standbyResources } from './standby.ts'

/** Parameter group, subnet group, log groups, and the instance with its alarms. */
export const databaseResources: readonly Composed[] = [
  instanceParameters,
  subnetGroup,
  ...instanceLogs,
  instance,
  ...databaseAlarms(instanceIdentifier),
]

/**
 * Alone, or with a read replica in the other region. `handed-over` applies while the other region serves: the replica
 * no longer belongs to this claim, but its parameters and log groups stay, because it uses them. `standby` and
 * `promoted` are the replica from the view of its own region.
 */
export const postgresDatabasePlans: readonly CompositionPlan[] = [
  { environments: regionEnvironment, resources: databaseResources },
  {
    variant: 'replicated',
    environments: regionEnvironment,
    resources: [...databaseResources, ...replicaResources],
  },
  {
    variant: 'handed-over',
    environments: regionEnvironment,
    resources: [...databaseResources, replicaParameters, ...replicaLogs],
  },
  { variant: 'standby', environments: regionEnvironment, resources: standbyResources.observed },
  { variant: 'promoted', environments: regionEnvironment, resources: standbyResources.promoted },
]
