import type { AwsRegion } from '../catalog/regions.ts'
import type { ResolvedCacheSize, ResolvedDatabaseSize } from '../resolve/data-types.ts'
import { gatewayScale } from '../resolve/model-gateway.ts'
import { type GpuFit, gpuFits, modelServers } from '../resolve/model-server.ts'
import type { ResolvedScale } from '../resolve/pod-types.ts'
import { usersPerModelReplica } from '../resolve/replica-users.ts'
import { resolveTenant } from '../resolve/tenant.ts'
import type { ResolvedTenant } from '../resolve/types.ts'
import type { FromFile } from '../rules/fleet.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { type Assumptions, busyHours } from './assumptions.ts'
import type { AverageNeed } from './nodes.ts'

/** A cluster in AWS that holds tenants. */
export type RegionalSpec = Extract<CompleteTenantClusterSpec, { kind: 'regional' }>

/** Facts about a tenant in the cost model: a few figures, so that thousands fit in memory. */
export interface Member {
  readonly file: string
  readonly id: string
  readonly tier: 'standard' | 'premium'
  readonly state: 'active' | 'suspended' | 'offboarding' | 'deleted'
  readonly cell: string
  /** Users at the same time at the busiest hour; 0 unless active. */
  readonly users: number
  readonly cpu: AverageNeed
  readonly gpu?: { readonly fit: GpuFit; readonly hours: number; readonly startsPerMonth: number }
  /** Weights of its models on EFS, bytes; each start of a server reads its own share. */
  readonly modelBytes: number
  readonly modelReadBytesPerMonth: number
  readonly connections: number
  readonly databaseGiB: number
  readonly filesGiB: number
  readonly databaseKind: 'shared' | 'dedicated'
  readonly cacheKind: 'shared' | 'dedicated'
  /** Sizes of its own database and cache, where it has them. */
  readonly ownDatabase?: ResolvedDatabaseSize
  readonly ownCache?: ResolvedCacheSize
  /** Regions that get a copy of its certificate: none without hosts of its own. */
  readonly certificateCopies: readonly AwsRegion[]
  readonly logsDays: number
  readonly auditDays: number
}

/** Computes the figures of a tenant. */
export function memberOf(
  { file, spec }: FromFile<CompleteTenantSpec>,
  cluster: RegionalSpec,
  assume: Assumptions,
): Member {
  const tenant = resolveTenant(spec, cluster)
  const users = spec.expectedUsers
  const active = tenant.state === 'active'
  const gpu = active ? gpuUse(tenant, spec, cluster, assume) : undefined
  return {
    file,
    id: spec.id,
    tier: spec.tier,
    state: spec.state,
    cell: spec.cell,
    users: active ? users : 0,
    cpu: active ? cpuNeed(tenant, assume) : { cpuMillis: 0, memoryBytes: 0 },
    ...(gpu ? { gpu } : {}),
    modelBytes: sum(tenant.ollama, weights),
    modelReadBytesPerMonth: active ? modelReads(tenant, gpu?.startsPerMonth ?? 0, assume) : 0,
    connections: tenant.database.connectionLimit,
    databaseGiB: tenant.databaseBytes / 2 ** 30,
    filesGiB: tenant.filesBytes / 2 ** 30,
    databaseKind: spec.database,
    cacheKind: spec.cache,
    ...(tenant.claims?.database ? { ownDatabase: tenant.claims.database } : {}),
    ...(tenant.claims?.cache.own ? { ownCache: tenant.claims.cache.own } : {}),
    certificateCopies: copiesOf(tenant),
    logsDays: tenant.retention.logsDays,
    auditDays: tenant.retention.auditDays,
  }
}

function copiesOf({ access }: ResolvedTenant): readonly AwsRegion[] {
  const certificate = access?.certificate
  return certificate?.from === 'issuer' ? (certificate.copyTo ?? []) : []
}

/** Replicas on average over a month: the fewest always, more in busy hours. */
function averageReplicas({ min, max }: ResolvedScale, assume: Assumptions): number {
  const more = ((max - min) * assume.busyScalePercent) / 100
  return min + (more * busyHours(assume)) / assume.hoursPerMonth
}

function cpuNeed(tenant: ResolvedTenant, assume: Assumptions): AverageNeed {
  const scaled = [tenant.openWebui, ...tenant.ollama.filter(({ nodeClass }) => nodeClass === 'cpu')]
  const pods = scaled.map(({ scale, pod }) => ({ pod, count: averageReplicas(scale, assume) }))
  if (tenant.bus) pods.push({ pod: tenant.bus.pod, count: 1 })
  if (tenant.gateway) pods.push({ pod: tenant.gateway.pod, count: gatewayScale.min })
  return {
    cpuMillis: sum(pods, ({ pod, count }) => pod.cpuMillis * count),
    memoryBytes: sum(pods, ({ pod, count }) => pod.memoryBytes * count),
  }
}

function gpuUse(
  tenant: ResolvedTenant,
  spec: CompleteTenantSpec,
  cluster: RegionalSpec,
  assume: Assumptions,
) {
  const resolved = tenant.ollama.find(({ nodeClass }) => nodeClass === 'gpu')
  const server = modelServers(spec).find(({ nodeClass }) => nodeClass === 'gpu')
  const needed = Math.ceil(spec.expectedUsers / usersPerModelReplica(spec, assume.usersPerAnswer))
  const fit = server ? gpuFits(server, cluster.nodeGroups.gpu.types)[0] : undefined
  return resolved && fit ? { fit, ...gpuHours(resolved.scale, needed, assume) } : undefined
}

/**
 * Hours that GPU replicas run in a month, and how often one starts: the fewest all month; in busy hours as many as the
 * users need. Workloads that scale to zero run outside busy hours only while they start and until they are idle long
 * enough.
 */
export function gpuHours(
  { min, max }: Pick<ResolvedScale, 'min' | 'max'>,
  neededReplicas: number,
  assume: Assumptions,
): { hours: number; startsPerMonth: number } {
  const more = Math.max(0, Math.min(max, neededReplicas) - min)
  const tail = (assume.busyDaysPerMonth * assume.scaleDownMinutes) / 60
  const busyFor = Math.min(assume.hoursPerMonth, busyHours(assume) + tail)
  return {
    hours: min * assume.hoursPerMonth + more * busyFor,
    startsPerMonth: more * assume.busyDaysPerMonth,
  }
}

/** Bytes that starting servers read from EFS: each replica that a busy day adds copies its models. */
function modelReads(tenant: ResolvedTenant, gpuStarts: number, assume: Assumptions): number {
  return sum(tenant.ollama, (server) => {
    const more = ((server.scale.max - server.scale.min) * assume.busyScalePercent) / 100
    const starts = server.nodeClass === 'gpu' ? gpuStarts : more * assume.busyDaysPerMonth
    return weights(server) * starts
  })
}

function weights(server: ResolvedTenant['ollama'][number]): number {
  return sum(server.models, (model) => model.weightsBytes)
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
