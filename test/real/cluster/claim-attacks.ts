import { hubApis } from '../../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../../crossplane/apis/region-apis.ts'
import { apiVersion } from '../../../crossplane/compose/api.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { examples } from '../../crossplane/example-claims.ts'
import type { Attack } from './attacks.ts'

/**
 * Claims by somebody who may write in one tenant's namespace, each right but for whom it speaks of. The examples
 * speak of tenant acme and of the cell's data plane.
 */
export function claimAttacks(namespace: string): readonly Attack[] {
  const reported: Readonly<Record<string, RegExp>> = {
    PostgresDatabase: /the data plane of a cell is claimed in paddock-data/,
    RedisCache: /a cache is claimed in paddock-data, or by a tenant under the name of its namespace/,
    SharedFileSystem: /the data plane of a cell is claimed in paddock-data/,
    TenantCacheUser: /a claim names the tenant of its own namespace/,
    TenantDatabase: /a claim names the tenant of its own namespace/,
    TenantSecrets: /a claim names the tenant of its own namespace/,
    TenantStorage: /a claim names the tenant of its own namespace/,
  }
  return examples.flatMap(({ api, claim }) => {
    const boundary = reported[api.kind]
    if (!boundary) return []
    // The policy of the kind, if tenants have it, may answer first.
    const refusal = new RegExp(
      `${boundary.source}|ValidatingAdmissionPolicy 'paddock-tenant-(kinds|${api.plural}\\.)`,
    )
    const path = `/apis/${claim.apiVersion}/namespaces/${namespace}/${api.plural}?dryRun=All`
    const metadata = { name: 'attack', namespace }
    return [{ name: `${api.kind} of another`, method: 'POST', path, refusal, body: { ...claim, metadata } }]
  })
}

/** For each claim of dist with a region: an update moves it to the other region, which AWS cannot do. */
export function claimMoves(objects: readonly KubeObject[]): readonly Attack[] {
  const placed = [...hubApis, ...regionApis].filter(({ api }) => api.immutable.includes('region'))
  const plurals = new Map(placed.map(({ api }) => [api.kind, api.plural]))
  return objects
    .filter((object) => object.apiVersion === apiVersion && plurals.has(object.kind))
    .map(({ kind, metadata: { name, namespace = '' }, spec }) => {
      const region = (spec as { region: string }).region === 'us-east-1' ? 'us-west-2' : 'us-east-1'
      const path = `/apis/${apiVersion}/namespaces/${namespace}/${plurals.get(kind)}/${name}?dryRun=All`
      const refusal = /region cannot be changed: make another/
      const body = { spec: { region } }
      return { name: `${kind} ${name}`, method: 'PATCH', path, body, refusal, status: 422 as const }
    })
}
