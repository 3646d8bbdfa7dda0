import { regionNames } from '../../../lib/catalog/regions.ts'
import { tenantReaderRole } from '../../../lib/resolve/role-names.ts'
import { awsServices, managedKinds } from '../../compose/managed-kinds.ts'
import { awsProvider } from '../../compose/providers.ts'
import { type ProviderPlace, providerPolicy } from '../../iam/provider-policy.ts'
import { regionApis } from '../region-apis.ts'
import { cluster, regionRole } from './names.ts'
import { type PodRole, podTrust } from './roles.ts'

const kinds = managedKinds(regionApis)

/** Services of which a region's Crossplane also has resources in the other region: copies, and alarms over them. */
const reachPeer = new Set(
  regionApis.flatMap(({ plans }) =>
    plans.flatMap(({ resources }) =>
      resources
        .filter(({ patches }) => patches.some(({ fromFieldPath }) => fromFieldPath === 'peer.region'))
        .map(({ base }) => base.apiVersion.split('.')[0]),
    ),
  ),
)

/**
 * Bounds of a provider's role: its region, and the roles of its region. A provider of copies may work in every region of
 * the platform. It creates only the roles that read tenants' secrets.
 */
function placeOf(service: string): ProviderPlace {
  return {
    accountId: cluster.accountId,
    regions: reachPeer.has(service) ? regionNames : [cluster.region],
    passes: regionRole('*'),
    creates: tenantReaderRole(cluster.region, '*'),
  }
}

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
    policy: providerPolicy(service, own, placeOf(service)),
    namespace: 'crossplane-system',
    serviceAccount: name,
  }
})
