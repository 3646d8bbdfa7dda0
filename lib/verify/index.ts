import type { Finding } from '../findings/finding.ts'
import type { Manifest } from '../kube/object.ts'
import type { ResolvedCluster, ResolvedTenant } from '../resolve/types.ts'
import { type ClaimSchemas, claimSchemas } from './claims.ts'
import { type Definitions, definitionsOf, verifyDefinitions } from './definitions.ts'
import { verifyMetadata } from './metadata.ts'
import { verifyPolicy } from './policy/index.ts'
import { closedNamespaces, verifyClosed } from './policy/namespaces.ts'
import { parseBlock } from './reachability/cidr.ts'
import { proveTenantIsolation } from './reachability/isolation.ts'
import { networkModel } from './reachability/model.ts'
import { requiredPaths, verifyPaths } from './reachability/required.ts'
import { verifyReferences } from './references/index.ts'
import { type Made, madeBy } from './references/made.ts'
import { verifySchema } from './schema.ts'

/**
 * Facts on which a tenant's objects may rely: objects, kinds and definitions from the platform's objects of its
 * cluster.
 */
export interface ClusterFacts {
  readonly made: Made
  readonly claims: ClaimSchemas
  readonly definitions: Definitions
  /** Namespaces that policies of the platform close to and from all pods. */
  readonly closed: ReadonlySet<string>
}

/** Reads the facts of a cluster out of the platform's objects. */
export function clusterFacts(manifests: readonly Manifest[]): ClusterFacts {
  return {
    made: madeBy(manifests),
    claims: claimSchemas(manifests),
    definitions: definitionsOf(manifests),
    closed: closedNamespaces(manifests),
  }
}

/** Verifies the objects of a cluster that belong to no tenant. */
export function verifyCluster(manifests: readonly Manifest[]): Finding[] {
  const claims = claimSchemas(manifests)
  return [
    ...manifests.flatMap((manifest) => verifySchema(manifest, claims)),
    ...manifests.flatMap(verifyMetadata),
    ...verifyPolicy(manifests),
    ...verifyClosed(manifests),
    ...verifyReferences(manifests),
    ...verifyDefinitions(manifests, definitionsOf(manifests)),
  ]
}

/**
 * Verifies one tenant on its own: schemas, policy, references into the unit and the shared objects, isolation from
 * every other tenant, and that what the application needs is open.
 *
 * @param isValid files whose objects are known to be valid for their schemas
 */
export function verifyTenant(
  manifests: readonly Manifest[],
  tenant: ResolvedTenant,
  cluster: ResolvedCluster,
  { made, claims, definitions, closed }: ClusterFacts,
  isValid: (manifest: Manifest) => boolean = () => false,
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
    ...manifests.filter((one) => !isValid(one)).flatMap((one) => verifySchema(one, claims)),
    ...manifests.flatMap(verifyMetadata),
    ...verifyPolicy(manifests),
    ...verifyClosed(manifests, closed),
    ...verifyReferences(manifests, made),
    ...verifyDefinitions(manifests, definitions),
    ...proveTenantIsolation(model, tenant.namespace, cluster.network.podCidrs.map(parseBlock)),
    ...verifyPaths(model, tenant.namespace, paths, file, tenant.observed),
  ]
}
