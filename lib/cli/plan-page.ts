import { groupRefusals } from '../plan/refusal-groups.ts'
import type { PlanReport } from '../plan/report.ts'
import { failoverLines } from './plan-failover.ts'
import { capacityLines, costLines, signedUsd } from './plan-figures.ts'
import type { Line, Page, PageOptions, Section } from './plan-layout.ts'
import {
  changeLine,
  clusterLines,
  codeLines,
  dataLossLine,
  guardLine,
  hostLine,
  reachabilityLines,
  reasonLine,
  refusalLine,
  restartLine,
  ringLine,
  tenantLines,
} from './plan-lines.ts'
import { peopleLine, wallLines } from './plan-walls.ts'
import { plural } from './print.ts'

/** As long as a person reads in a minute. */
export const short: PageOptions = { lines: 12, fields: 6 }
/** Everything. */
export const full: PageOptions = { lines: Number.POSITIVE_INFINITY, fields: Number.POSITIVE_INFINITY }

/** Lines of the sections on walls and traffic, also in a short page: a takeover must not hide behind harmless lines. */
const wallsShown = 40

const verdicts = {
  safe: 'safe',
  review: 'needs review',
  dangerous: 'dangerous',
  wrong: 'wrong',
} as const

/** Lays a report out: the verdict and its reasons first, objects last. Empty sections are left out. */
export function layOut(report: PlanReport, options: PageOptions): Page {
  const section = (title: string, lines: readonly Line[], shown = options.lines): Section => ({
    title,
    lines: lines.slice(0, shown),
    more: Math.max(0, lines.length - shown),
  })
  // Harm is never left out.
  const dangers = report.reasons.filter(({ grade }) => grade === 'danger').length
  const sections = [
    section('Why', report.reasons.map(reasonLine), Math.max(options.lines, dangers)),
    section('Tenants', tenantLines(report, options)),
    // Operators inform these tenants: none is left out.
    section('Failover', failoverLines(report), full.lines),
    section('People', report.people.map(peopleLine)),
    section('Walls', wallLines(report.walls, options), Math.max(options.lines, wallsShown)),
    section('Objects', clusterLines(report)),
    section('Data at risk', report.dataLoss.map(dataLossLine)),
    section('Protections removed', report.guards.map(guardLine)),
    section('Refused in place', groupRefusals(report.refusals).map(refusalLine)),
    section(
      'Restarts',
      report.restarts.map((one) => restartLine(one, options)),
    ),
    section('Release rings', report.rings.map(ringLine)),
    section('Cost', costLines(report)),
    section('Capacity', capacityLines(report)),
    section('Hosts', report.hosts.map(hostLine)),
    section('Reachability and policy', reachabilityLines(report), Math.max(options.lines, wallsShown)),
    section('Code', codeLines(report)),
    section(
      'Changes',
      report.changes.map((group) => changeLine(group, options)),
    ),
  ]
  return { title: titleOf(report), sections: sections.filter(({ lines }) => lines.length > 0) }
}

function titleOf({ verdict, base, head, tenants, clusters, cost }: PlanReport): string {
  const sum = (field: 'created' | 'updated' | 'deleted' | 'rerun' | 'refused') =>
    clusters.reduce((total, one) => total + one[field], 0)
  const objects = sum('created') + sum('updated') + sum('deleted') + sum('rerun') + sum('refused')
  const parts = [
    tenants.added.length > 0 && `${plural(tenants.added.length, 'tenant')} added`,
    tenants.changed.length > 0 && `${plural(tenants.changed.length, 'tenant')} changed`,
    tenants.removed.length > 0 && `${plural(tenants.removed.length, 'tenant')} removed`,
    objects > 0 && plural(objects, 'object'),
    // Readers see the costs of a merge without unfolding anything.
    cost && signedUsd(cost.deltaUsdPerMonth),
  ].filter(Boolean)
  if (base.commit === '') return `${verdicts[verdict]}: there is nothing to compare`
  const same = base.commit === head ? ', which is HEAD: only what is not committed is compared' : ''
  const against = `${base.ref} (${base.commit.slice(0, 10)})${same}`
  return `${verdicts[verdict]}: ${parts.length > 0 ? parts.join(', ') : 'nothing changes'}, against ${against}`
}
