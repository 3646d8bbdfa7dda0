import type { Finding } from '../findings/finding.ts'
import type { Manifest } from '../kube/object.ts'
import type { ResolvedCluster, ResolvedTenant } from '../resolve/types.ts'
import { type ClaimSchemas, claimSchemas } from './claims.ts'
import { type Definitions, definitionsOf, verifyDefinitions } from './definitions.ts'
import { verifyMetadata } from './metadata.ts'
import { ownFacts, verifyAllowed } from './policy/allowed.ts'
import { verifyPolicy } from './policy/index.ts'
import { closedNamespaces, verifyClosed } from './policy/namespaces.ts'
import { type ExceptionsOf, verifyPlatform } from './policy/platform.ts'
import { parseBlock } from './reachability/cidr.ts'
import { proveTenantIsolation } from './reachability/isolation.ts'
import { networkModel } from './reachability/model.ts'
import { requiredPaths, verifyPaths } from './reachability/required.ts'
import { proveEnds } from './reachability/surplus.ts'
import { isRecord } from './record.ts'
import { verifyReferences } from './references/index.ts'
import { type Made, madeBy } from './references/made.ts'
import { type Checked, checkSchemas } from './schema.ts'
import type { MalformedObject, ValidManifest } from './valid.ts'

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
  /** False: an object of the platform is malformed, so that it may make, define or close more. */
  readonly complete: boolean
}

type IsValid = (manifest: Manifest) => boolean
const unknown: IsValid = () => false

/**
 * Reads the facts of a cluster out of the platform's objects; malformed ones give none.
 *
 * @param isValid files whose objects are known to be valid
 */
export function clusterFacts(manifests: readonly Manifest[], isValid: IsValid = unknown): ClusterFacts {
  const { claims, checked } = checkCluster(manifests, isValid)
  return {
    made: madeBy(checked.manifests, checked.malformed),
    claims,
    definitions: definitionsOf(checked.manifests),
    closed: closedNamespaces(checked.manifests),
    complete: checked.malformed.length === 0,
  }
}

/** The definitions of claims are read first: the schemas of claims are in them. */
function checkCluster(manifests: readonly Manifest[], isValid: IsValid) {
  const definitions = checkSchemas(
    manifests.map(({ path, objects }) => ({ path, objects: objects.filter(isDefinition) })),
    { claims: new Map(), isValid },
  )
  const claims = claimSchemas(definitions.manifests)
  const complete = definitions.malformed.length === 0
  return { claims, checked: checkSchemas(manifests, { claims, complete, isValid }) }
}

function isDefinition(object: unknown): boolean {
  return isRecord(object) && object['kind'] === 'CompositeResourceDefinition'
}

/**
 * Verifies the objects of a cluster that belong to no tenant.
 *
 * @param exceptionsOf exceptions of its components from the table of the platform
 */
export function verifyCluster(manifests: readonly Manifest[], exceptionsOf?: ExceptionsOf): Finding[] {
  const { checked } = checkCluster(manifests, unknown)
  return [
    ...verifyUnit(checked, new Map()),
    ...verifyPlatform(checked.manifests, exceptionsOf),
    ...whole(checked, true, (valid) => [
      ...verifyClosed(valid),
      ...verifyDefinitions(valid, definitionsOf(valid)),
    ]),
  ]
}

/**
 * Verifies one tenant on its own: schemas, policy, references into the unit and the shared objects, isolation from
 * every other tenant, that nothing but the table of allowed ends is open, and that what the application needs is open.
 *
 * @param isValid files whose objects are known to be valid for their schemas
 */
export function verifyTenant(
  manifests: readonly Manifest[],
  tenant: ResolvedTenant,
  cluster: ResolvedCluster,
  { made, claims, definitions, closed, complete }: ClusterFacts,
  isValid: IsValid = unknown,
): Finding[] {
  const checked = checkSchemas(manifests, { claims, complete, isValid })
  const paths = requiredPaths(tenant, {
    database: cluster.network.databaseCidrs,
    endpoints: cluster.network.endpointCidrs,
    apiServer: cluster.network.apiServerCidrs,
    apiServerPort: cluster.network.apiServerPort,
  })
  const file = `dist/${cluster.name}/tenants/${tenant.id}/network.yaml`
  return [
    ...verifyUnit(checked, made),
    ...verifyAllowed(checked.manifests, ownFacts(tenant, cluster)),
    ...whole(checked, complete, (valid) => [
      ...verifyClosed(valid, closed),
      ...verifyDefinitions(valid, definitions),
    ]),
    ...whole(checked, true, (valid) => {
      const model = networkModel(valid)
      return [
        ...proveTenantIsolation(model, tenant.namespace, cluster.network.podCidrs.map(parseBlock)),
        ...proveEnds(model, tenant, cluster),
        ...verifyPaths(model, tenant.namespace, paths, file, tenant.observed ? tenant.state : 'laptop'),
      ]
    }),
  ]
}

/** Schemas first; the other checks of single objects and of names see the valid ones only. */
function verifyUnit({ findings, manifests, malformed }: Checked, shared: Made): Finding[] {
  return [
    ...findings,
    ...later(malformed, () => [
      ...manifests.flatMap(verifyMetadata),
      ...verifyPolicy(manifests),
      ...verifyReferences(manifests, shared, malformed),
    ]),
  ]
}

/**
 * Findings of a check that runs after the schemas. One that fails while objects are malformed takes no finding of the
 * schemas away; while none is, its failure is a bug of ours.
 */
function later(malformed: readonly MalformedObject[], check: () => Finding[]): Finding[] {
  try {
    return check()
  } catch (cause) {
    if (malformed.length === 0) throw cause
    return []
  }
}

/** A proof over all objects says nothing while some of them are malformed; their findings stop the run. */
function whole(
  { manifests, malformed }: Checked,
  complete: boolean,
  prove: (valid: readonly ValidManifest[]) => Finding[],
): Finding[] {
  return complete && malformed.length === 0 ? prove(manifests) : []
}
