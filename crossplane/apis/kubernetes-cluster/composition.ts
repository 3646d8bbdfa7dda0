import type { CompositionPlan } from '../../compose/composition.ts'
import { roleResources } from '../../compose/role.ts'
import { ownParts, publishedPart, theOnlyPart } from '../../hub-environment.ts'
import { accessResources } from './access.ts'
import { addonResources } from './addons.ts'
import { controlPlaneResources } from './control-plane.ts'
import { providerRoles } from './provider-roles.ts'
import { registrationResources } from './registration.ts'
import {
  addonRoles,
  associationResource,
  databaseMonitoringRole,
  modelsRole,
  nodeRole,
  podRoles,
  tenantRole,
} from './roles.ts'

const bound = [...podRoles, ...providerRoles]
const roles = [nodeRole, ...addonRoles, ...bound, tenantRole, modelsRole, databaseMonitoringRole]

/** A region's cluster. It needs the region's keys, its network and the platform's domain first. */
export const kubernetesClusterPlans: readonly CompositionPlan[] = [
  {
    environments: [...ownParts('keys', 'network'), theOnlyPart('domain')],
    resources: [
      ...controlPlaneResources,
      ...accessResources,
      ...roles.flatMap(roleResources),
      ...bound.map(associationResource),
      ...addonResources(addonRoles),
      ...registrationResources,
      publishedPart('cluster'),
    ],
  },
]
