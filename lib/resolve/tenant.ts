import { imageReference } from '../catalog/images.ts'
import { MiB } from '../catalog/units.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { resolveAccess } from './access.ts'
import { resolveBus } from './bus.ts'
import { localCacheHost } from './cache.ts'
import { sharedCacheAccess } from './cache-access.ts'
import { ownBackupDays, resolveClaims } from './claims.ts'
import { resolveDatabase } from './database.ts'
import { displayName } from './display-name.ts'
import { resolveExport } from './export.ts'
import { tenantAnnotations, tenantLabels } from './labels.ts'
import { resolveGateway } from './model-gateway.ts'
import { platform, tenantNames } from './names.ts'
import { outsideFlows, resolveFlows } from './network.ts'
import { resolveOllama } from './ollama.ts'
import { resolveOpenWebui } from './open-webui.ts'
import type { PodResources } from './pod-types.ts'
import { resolveQuota } from './quota.ts'
import { residencyOf } from './residency.ts'
import { resolveSecrets } from './secrets.ts'
import { databaseBytes, filesBytes, isLeaving, resolveStorage } from './storage.ts'
import { tenantHosts } from './tenant-hosts.ts'
import type { ResolvedTenant } from './types.ts'
import { resolveWorkloads } from './workloads.ts'

/**
 * Fills every default of a tenant and computes every name and figure. Pure: the same specs give the same value on any
 * machine, independent of other tenants.
 */
export function resolveTenant(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): ResolvedTenant {
  const names = tenantNames(spec.id)
  const openWebui = resolveOpenWebui(spec, cluster)
  const ollama = resolveOllama(spec, cluster)
  const gateway = resolveGateway(spec, cluster, ollama)
  const storage = resolveStorage(spec, cluster, ollama)
  const bus = spec.cache === 'dedicated' ? undefined : resolveBus(spec)
  const access = cluster.kind === 'regional' ? resolveAccess(spec, cluster) : undefined
  const claims = resolveClaims(spec, cluster)
  const leaving = isLeaving(spec) ? resolveExport(spec, cluster) : undefined
  const workloads = resolveWorkloads(spec, {
    openWebui,
    ollama,
    storage,
    ...(gateway ? { gateway } : {}),
    ...(bus ? { bus } : {}),
    ...(leaving ? { export: leaving } : {}),
  })
  const residency = residencyOf(spec, cluster)
  return {
    id: spec.id,
    displayName: displayName(spec),
    tier: spec.tier,
    state: spec.state === 'deleted' ? 'offboarding' : spec.state,
    home: 'here',
    ring: spec.ring,
    cluster: cluster.name,
    cell: spec.cell,
    ...(cluster.kind === 'regional' ? { region: cluster.region } : {}),
    namespace: names.namespace,
    priorityClass: `tenant-${spec.tier}`,
    observed: cluster.kind === 'regional',
    labels: tenantLabels(spec),
    annotations: tenantAnnotations(spec, residency),
    hosts: tenantHosts(spec, cluster),
    residency,
    retention: { ...spec.retention, backupsDays: ownBackupDays(spec) },
    quota: resolveQuota(workloads, storage.claims, spec.quota),
    workloads,
    rbac: {
      adminGroups: spec.access.adminGroups,
      auditorGroups: spec.access.auditorGroups,
      operatorGroups: cluster.operatorGroups,
    },
    secrets: resolveSecrets(spec, cluster),
    storage,
    ...(claims ? { claims } : {}),
    filesBytes: filesBytes(spec),
    databaseBytes: databaseBytes(spec),
    database: resolveDatabase(spec, cluster),
    ...(cluster.kind === 'local' ? { cacheUser: localCacheUser(spec) } : {}),
    openWebui,
    ollama,
    ...(gateway && spec.state === 'active' ? { gateway } : {}),
    ...(bus ? { bus } : {}),
    flows: resolveFlows(spec, cluster),
    outside: outsideFlows(spec),
    ...(access ? { access } : {}),
    ...(leaving ? { export: leaving } : {}),
    gitOps: gitOpsOf(spec),
  }
}

/** A deleted tenant has its folder, but no Application: Argo CD reads its hooks there before it deletes the tenant. */
export function gitOpsOf({ state }: CompleteTenantSpec): ResolvedTenant['gitOps'] {
  return state === 'deleted' ? 'withdrawn' : 'synced'
}

const smallPod: PodResources = {
  cpuMillis: 50,
  memoryBytes: 64 * MiB,
  memoryLimitBytes: 128 * MiB,
  ephemeralBytes: 64 * MiB,
  gpus: 0,
}

function localCacheUser(spec: CompleteTenantSpec) {
  const { cacheUser } = tenantNames(spec.id)
  return {
    name: cacheUser,
    accessRules: sharedCacheAccess(cacheUser),
    host: localCacheHost,
    image: imageReference('valkey'),
    pod: smallPod,
    passwordSecret: tenantNames(spec.id).bootstrap,
  }
}

/** Cell in which the tenant's database and cache are prepared. */
export const bootstrapNamespace = platform.data
