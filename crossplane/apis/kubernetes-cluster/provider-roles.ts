import { awsServices, managedKinds } from '../../compose/managed-kinds.ts'
import { awsProvider } from '../../compose/providers.ts'
import { providerPolicy } from '../../iam/provider-policy.ts'
import { regionApis } from '../region-apis.ts'
import { cluster, regionRole } from './names.ts'
import { type PodRole, podTrust } from './roles.ts'

const kinds = managedKinds(regionApis)

/**
 * A role for each AWS provider of the region's own Crossplane, with exactly the permissions that the kinds of its APIs
 * need. The bootstrap creates the roles of the hub's own providers.
 */
export const providerRoles: readonly PodRole[] = awsServices(kinds).map((service) => {
  const { name } = awsProvider(service)
  const own = kinds.filter(({ group }) => group === `${service}.aws.upbound.io`).map(({ kind }) => kind)
  return {
    name,
    roleName: regionRole(name),
    description: `Crossplane: ${service}`,
    trust: podTrust,
    policy: providerPolicy(service, own, cluster.accountId),
    namespace: 'crossplane-system',
    serviceAccount: name,
  }
})
