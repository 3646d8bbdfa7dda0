import { examples } from '../../crossplane/example-claims.ts'
import type { Attack } from './attacks.ts'

/**
 * Claims by somebody who may write in one tenant's namespace, each right but for whom it speaks of. The examples
 * speak of tenant acme and of the cell's data plane.
 */
export function claimAttacks(namespace: string): readonly Attack[] {
  const told: Readonly<Record<string, RegExp>> = {
    PostgresDatabase: /the data plane of a cell is claimed in paddock-data/,
    RedisCache: /a cache is claimed in paddock-data, or by a tenant under the name of its namespace/,
    SharedFileSystem: /the data plane of a cell is claimed in paddock-data/,
    TenantCacheUser: /a claim speaks of the tenant in whose namespace it stands/,
    TenantDatabase: /a claim speaks of the tenant in whose namespace it stands/,
    TenantSecrets: /a claim speaks of the tenant in whose namespace it stands/,
    TenantStorage: /a claim speaks of the tenant in whose namespace it stands/,
  }
  return examples.flatMap(({ api, claim }) => {
    const refusal = told[api.kind]
    if (!refusal) return []
    const path = `/apis/${claim.apiVersion}/namespaces/${namespace}/${api.plural}?dryRun=All`
    const metadata = { name: 'attack', namespace }
    return [{ name: `${api.kind} of another`, method: 'POST', path, refusal, body: { ...claim, metadata } }]
  })
}
