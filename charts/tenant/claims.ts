import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { redisCache } from '../../crossplane/apis/redis-cache/api.ts'
import { tenantCacheUser } from '../../crossplane/apis/tenant-cache-user/api.ts'
import { tenantDatabase } from '../../crossplane/apis/tenant-database/api.ts'
import { tenantSecrets } from '../../crossplane/apis/tenant-secrets/api.ts'
import { tenantStorage } from '../../crossplane/apis/tenant-storage/api.ts'
import { drawClaim } from '../../crossplane/compose/claim.ts'
import { drawUsage } from '../../crossplane/compose/usage.ts'
import { guarded } from '../../lib/kube/guard.ts'
import { cacheSecret } from '../../lib/resolve/cache.ts'
import type { ResolvedTenantClaims } from '../../lib/resolve/data-types.ts'
import { databaseSecret } from '../../lib/resolve/database.ts'
import { databaseAdminSecret, databaseInstanceSecret, platform } from '../../lib/resolve/names.ts'
import { tenantTags } from '../../lib/resolve/tags.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'

/** The compositions of the tenant's secret and of its own instance, by the state of their copies. */
const variants: Record<
  ResolvedTenantClaims['replication'],
  { readonly secrets?: string; readonly instance?: string }
> = {
  alone: {},
  replicated: { secrets: 'replicated', instance: 'replicated' },
  'handed-over': { secrets: 'replicated', instance: 'handed-over' },
  standby: { secrets: 'standby', instance: 'standby' },
  promoted: { secrets: 'standby', instance: 'promoted' },
}

/**
 * The claims for the tenant's AWS resources: its secret, its directory and identity, its cache user, and its own database
 * and cache if its file says so. They exist in every state of the tenant. Only the deletion of a claim deletes data, and
 * a Usage and Argo CD's confirmation guard it.
 */
export function claimsChart(scope: Construct, tenant: ResolvedTenant, claims: ResolvedTenantClaims): Chart {
  const { id, namespace, cell } = tenant
  const { region, cache, database } = claims
  const chart = new Chart(scope, 'claims', { namespace, labels: tenant.labels })
  const own = { region, cell, tenant: id }
  const metadata = (annotations = {}) => ({
    name: namespace,
    namespace,
    annotations: { ...guarded, ...annotations },
  })
  const { secrets, instance } = variants[claims.replication]

  drawClaim(
    chart,
    tenantSecrets,
    metadata(),
    { ...own, tags: tenantTags(tenant, 'secrets') },
    undefined,
    secrets,
  )
  drawClaim(
    chart,
    tenantStorage,
    metadata({
      'paddock.dev/creates': `PersistentVolume//models-${id},PersistentVolume//model-cache-${id}`,
    }),
    { ...own, owner: claims.fileOwner, tags: tenantTags(tenant, 'files') },
    undefined,
    tenant.export && 'leaving',
  )
  drawClaim(chart, tenantCacheUser, metadata(), {
    ...own,
    cache: cache.name,
    accessString: cache.access,
    tags: tenantTags(tenant, 'cache'),
  })
  if (database) {
    const creates = [databaseAdminSecret(database.name), databaseInstanceSecret(database.name)]
    drawClaim(
      chart,
      tenantDatabase,
      metadata({ 'paddock.dev/creates': creates.map((name) => `Secret/${platform.data}/${name}`).join(',') }),
      { ...own, ...database, tags: { ...tenantTags(tenant, 'database'), ...claims.backupTags } },
      databaseSecret,
      instance,
    )
  }
  if (cache.own) {
    drawClaim(
      chart,
      redisCache,
      metadata(),
      { region, cell, name: cache.name, ...cache.own, tags: tenantTags(tenant, 'cache') },
      cacheSecret,
    )
  }
  const kinds = [
    tenantSecrets,
    tenantStorage,
    tenantCacheUser,
    ...(database ? [tenantDatabase] : []),
    ...(cache.own ? [redisCache] : []),
  ]
  for (const { kind } of kinds) {
    drawUsage(chart, kind.toLowerCase(), {
      namespace,
      kind,
      claim: namespace,
      reason:
        'Its deletion deletes the tenant’s data: delete this Usage first, and know which data you delete',
    })
  }
  return chart
}
