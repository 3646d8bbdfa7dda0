import { instanceType } from '../catalog/instances.ts'
import { GB } from '../catalog/units.ts'
import type { ResolvedCell } from '../resolve/types.ts'
import type { Assumptions } from './assumptions.ts'
import { cacheLines } from './cell.ts'
import { databaseLines } from './database.ts'
import { type CostLine, type CostScope, line, priced } from './line.ts'
import type { Member, RegionalSpec } from './member.ts'
import { type NodePrice, nodePrice, nodeShare, nodeTerms } from './nodes.ts'

/** Inputs of a tenant's lines besides the tenant itself. */
export interface TenantContext {
  readonly clusterFile: string
  readonly cluster: RegionalSpec
  readonly cell: Pick<ResolvedCell, 'id' | 'replicateTo' | 'backupsIn'>
  readonly cpuNode: NodePrice
}

/** Lines that are one tenant's own. */
export function tenantLines(member: Member, context: TenantContext, assume: Assumptions): CostLine[] {
  const { cluster, cell } = context
  const scope: CostScope = {
    cluster: cluster.name,
    cell: cell.id,
    region: cluster.region,
    payer: { kind: 'tenant', id: member.id },
  }
  return [
    ...computeLines(member, context, scope, assume),
    ...storageLines(member, context, scope, assume),
    ...dedicatedLines(member, context, scope, assume),
    ...trafficLines(member, scope, assume),
    ...recordLines(member, context, scope, assume),
  ].filter(({ usdPerMonth }) => usdPerMonth > 0)
}

function computeLines(
  member: Member,
  { cluster, cpuNode }: TenantContext,
  scope: CostScope,
  assume: Assumptions,
): CostLine[] {
  const nodes = nodeShare(member.cpu, cpuNode.type, assume)
  const scaling = { file: member.file, field: 'scaling' }
  const lines = [
    line(
      scope,
      'cpu',
      `share of ${cpuNode.type}`,
      nodes * assume.hoursPerMonth,
      'node-hour',
      cpuNode.mixedUsdPerHour,
      scaling,
      cpuNode.basis,
      cpuNode.mixedSpotUsdPerHour,
    ),
  ]
  if (member.gpu) {
    const { fit, hours } = member.gpu
    const price = nodePrice(fit.type, cluster.region, assume, nodeTerms(cluster.nodeGroups, 'gpu'))
    const part = fit.gpus / (instanceType(fit.type).gpu?.count ?? fit.gpus)
    const driver = { file: member.file, field: 'gpuReplicas' }
    const { mixedUsdPerHour, mixedSpotUsdPerHour, basis } = price
    lines.push(
      line(
        scope,
        'gpu',
        fit.type,
        hours * part,
        'node-hour',
        mixedUsdPerHour,
        driver,
        basis,
        mixedSpotUsdPerHour,
      ),
    )
  }
  return lines
}

function storageLines(
  member: Member,
  { clusterFile, cell }: TenantContext,
  scope: CostScope,
  assume: Assumptions,
): CostLine[] {
  const models = { file: member.file, field: 'models' }
  const files = { file: member.file, field: 'storage.filesGiB' }
  const standby = { file: clusterFile, field: `cells.${cell.id}.replicateTo` }
  const modelGB = member.modelBytes / GB
  const filesGiB = (member.filesGiB * assume.filesFillPercent) / 100
  return [
    priced(scope, 'efs', 'efs.standard', 'models', modelGB, models),
    priced(
      scope,
      'efs',
      'efs.read',
      'models read by starting servers',
      member.modelReadBytesPerMonth / GB,
      models,
    ),
    priced(scope, 's3', 's3.standard', 'files', filesGiB, files),
    ...cell.replicateTo.flatMap((region) => [
      priced({ ...scope, region }, 'efs', 'efs.standard', 'models in the standby', modelGB, standby),
      priced(
        { ...scope, region },
        'efs',
        'efs.standard',
        'models copied by EFS replication',
        modelGB,
        standby,
      ),
      priced({ ...scope, region }, 's3', 's3.standard', 'files in the standby', filesGiB, standby),
      priced(
        scope,
        'transfer',
        'transfer.regions',
        'files to the standby',
        (filesGiB * assume.filesChangePercent) / 100,
        standby,
      ),
    ]),
  ]
}

/** A database and a cache of the tenant's own, as its claims size them. */
function dedicatedLines(
  member: Member,
  { cell }: TenantContext,
  scope: CostScope,
  assume: Assumptions,
): CostLine[] {
  const lines: CostLine[] = []
  if (member.ownDatabase) {
    const plan = {
      size: member.ownDatabase,
      promisedGiB: member.databaseGiB,
      replicateTo: cell.replicateTo,
      backupsIn: cell.backupsIn,
      driver: () => ({ file: member.file, field: 'database' }),
    }
    lines.push(...databaseLines(plan, { instance: scope, storage: scope }, assume))
  }
  if (member.ownCache) {
    const driver = () => ({ file: member.file, field: 'cache' })
    for (const region of [scope.region, ...cell.replicateTo]) {
      lines.push(...cacheLines(member.ownCache, { ...scope, region }, driver, assume))
    }
  }
  return lines
}

function trafficLines(member: Member, scope: CostScope, assume: Assumptions): CostLine[] {
  const users = { file: member.file, field: 'expectedUsers' }
  const egress = { file: member.file, field: 'egress' }
  const gb = (each: number) => member.users * each
  const active = member.state === 'active' ? 1 : 0
  return [
    priced(scope, 'transfer', 'transfer.internet', 'to the internet', gb(assume.gbOutPerUser), users),
    priced(scope, 'transfer', 'transfer.internet', 'files of pages', gb(assume.gbStaticPerUser), users),
    priced(
      scope,
      'transfer',
      'transfer.zones',
      'between zones, both ways',
      gb(assume.gbZonesPerUser),
      users,
      2,
    ),
    priced(scope, 'transfer', 'nat.gb', 'through NAT', active * assume.gbNatPerTenant, egress),
    priced(
      scope,
      'transfer',
      'endpoint.gb',
      'through endpoints',
      active * assume.gbEndpointPerTenant,
      egress,
    ),
  ]
}

function recordLines(
  member: Member,
  { clusterFile, cell }: TenantContext,
  scope: CostScope,
  assume: Assumptions,
): CostLine[] {
  const tenant = { file: member.file, field: 'id' }
  const calls = (assume.secretReadsPerHour * assume.hoursPerMonth) / 10_000
  const logsGb = member.users * assume.gbLogsPerUser * (member.logsDays / 30)
  const auditGb = member.users * assume.gbAuditPerUser * (member.auditDays / 30)
  const standby = { file: clusterFile, field: `cells.${cell.id}.replicateTo` }
  return [
    priced(scope, 'secrets', 'secret.month', 'secrets', 1, tenant),
    priced(scope, 'secrets', 'secret.calls', 'reads', calls, tenant),
    ...cell.replicateTo.flatMap((region) => [
      priced({ ...scope, region }, 'secrets', 'secret.replica', 'replicas', 1, standby),
    ]),
    ...member.certificateCopies.map((region) =>
      priced({ ...scope, region }, 'secrets', 'secret.month', 'copy of the certificate', 1, {
        ...tenant,
        field: 'hosts',
      }),
    ),
    priced(scope, 'logs', 'ebs.gp3', 'application logs', logsGb, { ...tenant, field: 'retention.logsDays' }),
    priced(scope, 'logs', 's3.standard', 'audit records', auditGb, {
      ...tenant,
      field: 'retention.auditDays',
    }),
  ]
}
