import { instanceType } from '../catalog/instances.ts'
import { GB } from '../catalog/units.ts'
import type { ResolvedCell } from '../resolve/types.ts'
import type { Assumptions } from './assumptions.ts'
import { cacheLines } from './cell.ts'
import { databaseLines } from './database.ts'
import { type CostLine, line, type Place, priced } from './line.ts'
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
  const place: Place = {
    cluster: cluster.name,
    cell: cell.id,
    region: cluster.region,
    payer: { kind: 'tenant', id: member.id },
  }
  return [
    ...computeLines(member, context, place, assume),
    ...storageLines(member, context, place, assume),
    ...dedicatedLines(member, context, place, assume),
    ...trafficLines(member, place, assume),
    ...recordLines(member, context, place, assume),
  ].filter(({ usdPerMonth }) => usdPerMonth > 0)
}

function computeLines(
  member: Member,
  { cluster, cpuNode }: TenantContext,
  place: Place,
  assume: Assumptions,
): CostLine[] {
  const nodes = nodeShare(member.cpu, cpuNode.type, assume)
  const scaling = { file: member.file, field: 'scaling' }
  const lines = [
    line(
      place,
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
        place,
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
  place: Place,
  assume: Assumptions,
): CostLine[] {
  const models = { file: member.file, field: 'models' }
  const files = { file: member.file, field: 'storage.filesGiB' }
  const standby = { file: clusterFile, field: `cells.${cell.id}.replicateTo` }
  const modelGB = member.modelBytes / GB
  const filesGiB = (member.filesGiB * assume.filesFillPercent) / 100
  return [
    priced(place, 'efs', 'efs.standard', 'models', modelGB, models),
    priced(
      place,
      'efs',
      'efs.read',
      'models read by starting servers',
      member.modelReadBytesPerMonth / GB,
      models,
    ),
    priced(place, 's3', 's3.standard', 'files', filesGiB, files),
    ...cell.replicateTo.flatMap((region) => [
      priced({ ...place, region }, 'efs', 'efs.standard', 'models in the standby', modelGB, standby),
      priced(
        { ...place, region },
        'efs',
        'efs.standard',
        'models copied by EFS replication',
        modelGB,
        standby,
      ),
      priced({ ...place, region }, 's3', 's3.standard', 'files in the standby', filesGiB, standby),
      priced(
        place,
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
  place: Place,
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
    lines.push(...databaseLines(plan, { instance: place, storage: place }, assume))
  }
  if (member.ownCache) {
    const driver = () => ({ file: member.file, field: 'cache' })
    for (const region of [place.region, ...cell.replicateTo]) {
      lines.push(...cacheLines(member.ownCache, { ...place, region }, driver, assume))
    }
  }
  return lines
}

function trafficLines(member: Member, place: Place, assume: Assumptions): CostLine[] {
  const users = { file: member.file, field: 'expectedUsers' }
  const egress = { file: member.file, field: 'egress' }
  const gb = (each: number) => member.users * each
  const active = member.state === 'active' ? 1 : 0
  return [
    priced(place, 'transfer', 'transfer.internet', 'to the internet', gb(assume.gbOutPerUser), users),
    priced(place, 'transfer', 'cloudfront.gb', 'static assets', gb(assume.gbStaticPerUser), users),
    priced(
      place,
      'transfer',
      'transfer.zones',
      'between zones, both ways',
      gb(assume.gbZonesPerUser),
      users,
      2,
    ),
    priced(place, 'transfer', 'nat.gb', 'through NAT', active * assume.gbNatPerTenant, egress),
    priced(
      place,
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
  place: Place,
  assume: Assumptions,
): CostLine[] {
  const tenant = { file: member.file, field: 'id' }
  const calls = (assume.secretReadsPerHour * assume.hoursPerMonth) / 10_000
  const logsGb = member.users * assume.gbLogsPerUser * (member.logsDays / 30)
  const auditGb = member.users * assume.gbAuditPerUser * (member.auditDays / 30)
  const standby = { file: clusterFile, field: `cells.${cell.id}.replicateTo` }
  return [
    priced(place, 'secrets', 'secret.month', 'secrets', 1, tenant),
    priced(place, 'secrets', 'secret.calls', 'reads', calls, tenant),
    ...cell.replicateTo.flatMap((region) => [
      priced({ ...place, region }, 'secrets', 'secret.replica', 'replicas', 1, standby),
    ]),
    ...member.certificateCopies.map((region) =>
      priced({ ...place, region }, 'secrets', 'secret.month', 'copy of the certificate', 1, {
        ...tenant,
        field: 'hosts',
      }),
    ),
    priced(place, 'logs', 'ebs.gp3', 'application logs', logsGb, { ...tenant, field: 'retention.logsDays' }),
    priced(place, 'logs', 's3.standard', 'audit records', auditGb, {
      ...tenant,
      field: 'retention.auditDays',
    }),
  ]
}
