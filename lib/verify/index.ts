import type { Manifest } from '../kube/object.ts'
import type { ResolvedCluster, ResolvedTenant } from '../resolve/types.ts'
import type { Finding } from '../spec/finding.ts'
import { type ClaimSchemas, claimSchemas } from './claims.ts'
import { verifyMetadata } from './metadata.ts'
import { verifyPolicy } from './policy/index.ts'
import { parseBlock } from './reachability/cidr.ts'
import { proveTenantIsolation } from './reachability/isolation.ts'
import { networkModel } from './reachability/model.ts'
import { requiredPaths, verifyPaths } from './reachability/required.ts'
import { verifyReferences } from './references/index.ts'
import type { Made } from './references/made.ts'
import { verifySchema } from './schema.ts'

/** Verifies what a cluster has whatever its tenants. */
export function verifyCluster(manifests: readonly Manifest[]): Finding[] {
  const claims = claimSchemas(manifests)
  return [
    ...manifests.flatMap((manifest) => verifySchema(manifest, claims)),
    ...manifests.flatMap(verifyMetadata),
    ...verifyPolicy(manifests),
    ...verifyReferences(manifests),
  ]
}

/**
 * Verifies one tenant on its own: schemas, policy, references into the unit and the shared objects, isolation from
 * every other tenant, and that what the application needs is open.
 *
 * @param shared what the platform's objects make
 * @param claims schemas of the claims that they define
 */
export function verifyTenant(
  manifests: readonly Manifest[],
  tenant: ResolvedTenant,
  cluster: ResolvedCluster,
  shared: Made,
  claims: ClaimSchemas,
): Finding[] {
  const model = networkModel(manifests)
  const paths = requiredPaths(tenant, {
    database: cluster.network.databaseCidrs,
    endpoints: cluster.network.endpointCidrs,
    apiServer: cluster.network.apiServerCidrs,
    apiServerPort: cluster.network.apiServerPort,
  })
  const file = `dist/${cluster.name}/tenants/${tenant.id}/network.yaml`
  return [
    ...manifests.flatMap((manifest) => verifySchema(manifest, claims)),
    ...manifests.flatMap(verifyMetadata),
    ...verifyPolicy(manifests),
    ...verifyReferences(manifests, shared),
    ...proveTenantIsolation(model, tenant.namespace, cluster.network.podCidrs.map(parseBlock)),
    ...verifyPaths(model, tenant.namespace, paths, file, tenant.observed),
  ]
}
