import { figure, quantity, usd } from '../cost/figure.ts'
import type { DayResult, TenantDay } from '../simulate/result.ts'
import type { ClusterStudy } from '../simulate/study.ts'
import { plural } from './print.ts'
import { formatTable, right } from './table.ts'

/** Seconds between the moments that JSON shows. */
const shownSeconds = 900

/** A study with one moment for each quarter of an hour. */
export function thinned(study: ClusterStudy): ClusterStudy {
  const thin = (day: DayResult): DayResult => ({
    ...day,
    moments: day.moments.filter(({ at }) => at % shownSeconds === 0),
  })
  return { ...study, day: thin(study.day), spotLoss: thin(study.spotLoss) }
}

/** The studies as tables. */
export function studyText(studies: readonly ClusterStudy[], seed: number): string {
  return studies.map((study) => clusterText(study, seed)).join('\n\n')
}

function clusterText({ day, spotLoss, routings }: ClusterStudy, seed: number): string {
  const asked = day.tenants.reduce((sum, one) => sum + one.asked, 0)
  return [
    `${day.cluster}: ${plural(day.tenants.length, 'tenant')}, ${figure(asked, quantity)} questions, ` +
      `${usd(day.usd)} USD of nodes; seed ${seed}`,
    ...(day.pending > 0 ? [`${plural(day.pending, 'pod')} found no node`] : []),
    '',
    tenantTable(day.tenants),
    '',
    groupTable(day),
    '',
    ...day.spot.flatMap(spotText),
    '',
    `a spot node is lost at ${clock(day.busiestAt)}, the busiest minute`,
    lossTable(day, spotLoss),
    '',
    'tokens of a chat’s earlier turns that its replica still has, and the wait of 95 % of its questions',
    routingTable(routings),
  ].join('\n')
}

function tenantTable(tenants: readonly TenantDay[]): string {
  const columns = [
    { head: 'tenant' },
    { head: 'tier' },
    right('users'),
    { head: 'server' },
    right('replicas'),
    right('questions'),
    right('held'),
    right('failed'),
    right('wait p50'),
    right('p95'),
    right('most'),
    right('GPU USD'),
    right('CPU USD'),
  ]
  const rows = tenants.map((one) => [
    one.id,
    one.tier,
    String(one.users),
    one.server ?? '–',
    `${one.replicas.fewest}–${one.replicas.most}`,
    figure(one.asked, quantity),
    figure(one.held, quantity),
    figure(failed(one), quantity),
    seconds(one.waits.p50),
    seconds(one.waits.p95),
    seconds(one.waits.max),
    usd(one.gpuUsd),
    usd(one.cpuUsd),
  ])
  return formatTable(columns, rows)
}

function groupTable({ groups, commonUsd }: DayResult): string {
  const rows = groups.map(({ name, most, nodeHours, usd: amount }) => [
    name,
    String(most),
    figure(nodeHours, quantity),
    usd(amount),
  ])
  const columns = [{ head: 'node group' }, right('most nodes'), right('hours'), right('USD')]
  return formatTable(columns, [
    ...rows,
    ['of that the platform’s pods and empty room', '', '', usd(commonUsd)],
  ])
}

function spotText({ nodeClass, ofHoursPercent, atMostNodes }: DayResult['spot'][number]): string[] {
  if (ofHoursPercent === undefined) return [`${nodeClass} nodes: none`]
  const { spot, onDemand } = atMostNodes
  return [
    `${nodeClass} nodes: ${Math.round(ofHoursPercent)} % of their hours are spot; at most ${spot} spot and ${onDemand} on demand`,
  ]
}

function lossTable(before: DayResult, after: DayResult): string {
  const columns = [
    { head: 'tenant' },
    right('held'),
    right('longest hold'),
    right('of them failed'),
    right('lost in a queue'),
    right('answers cut'),
    right('refused'),
    right('wait p95'),
  ]
  const rows = after.tenants.flatMap((one, index) => {
    const was = before.tenants[index]
    if (!was || one.asked === 0) return []
    return [
      [
        one.id,
        figure(one.held, quantity),
        seconds(one.heldWaits.max),
        figure(one.heldFailed, quantity),
        figure(one.lost, quantity),
        figure(one.cut, quantity),
        figure(one.refused, quantity),
        `${seconds(was.waits.p95)} → ${seconds(one.waits.p95)}`,
      ],
    ]
  })
  return formatTable(columns, rows)
}

function routingTable(routings: ClusterStudy['routings']): string {
  const [first] = routings
  const columns = [{ head: 'tenant' }, ...routings.map(({ routing }) => right(routing))]
  const rows = (first?.tenants ?? []).map(({ id }, index) => [
    id,
    ...routings.map(({ tenants }) => {
      const one = tenants[index]
      return one ? `${Math.round(one.cachedPercent)} %, ${seconds(one.waitP95)}` : '–'
    }),
  ])
  return rows.length === 0 ? 'no tenant has more than one replica' : formatTable(columns, rows)
}

function failed({ refused, expired, lost, cut }: TenantDay): number {
  return refused + expired + lost + cut
}

function seconds(value: number): string {
  return `${figure(value, { fewest: 0, most: value < 10 ? 1 : 0 })} s`
}

/** Time of the day. */
export function clock(second: number): string {
  const minutes = Math.floor(second / 60)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
