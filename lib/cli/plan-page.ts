import type { ChangeGroup, PlanReport, Reason } from '../plan/report.ts'
import { plural } from './print.ts'

/** What a line is about, for its sign and colour. */
export type Mark = 'added' | 'changed' | 'removed' | 'danger' | 'review' | 'plain'

/** One line of a page and what stands indented below it. */
export interface Line {
  readonly mark: Mark
  readonly text: string
  readonly details: readonly string[]
}

/** A headed part of a page. */
export interface Section {
  readonly title: string
  readonly lines: readonly Line[]
  /** Lines that were left out. */
  readonly more: number
}

/** A plan as it reads, before it is text or Markdown. */
export interface Page {
  readonly title: string
  readonly sections: readonly Section[]
}

export interface PageOptions {
  /** Lines of a section, and fields of a line, that are shown. */
  readonly lines: number
  readonly fields: number
}

/** As long as a person reads in a minute. */
export const short: PageOptions = { lines: 12, fields: 6 }
/** Everything. */
export const full: PageOptions = { lines: Number.POSITIVE_INFINITY, fields: Number.POSITIVE_INFINITY }

const verdicts = {
  safe: 'safe',
  review: 'needs review',
  dangerous: 'dangerous',
  wrong: 'wrong',
} as const

/** Lays a report out: the verdict and its reasons first, objects last. Empty sections are left out. */
export function layOut(report: PlanReport, options: PageOptions): Page {
  const section = (title: string, lines: readonly Line[]): Section => ({
    title,
    lines: lines.slice(0, options.lines),
    more: Math.max(0, lines.length - options.lines),
  })
  const sections = [
    section('Why', report.reasons.map(reasonLine)),
    section('Tenants', tenantLines(report, options)),
    section('Objects', clusterLines(report)),
    section('Data at risk', report.losses.map(lossLine)),
    section('Guards taken away', report.guards.map(guardLine)),
    section('Refused in place', report.refusals.map(refusalLine)),
    section(
      'Restarts',
      report.restarts.map((one) => restartLine(one, options)),
    ),
    section('Release rings', report.rings.map(ringLine)),
    section('Hosts', report.hosts.map(hostLine)),
    section('Reachability and policy', reachabilityLines(report)),
    section('Code', codeLines(report)),
    section(
      'Changes',
      report.changes.map((group) => changeLine(group, options)),
    ),
  ]
  return { title: titleOf(report), sections: sections.filter(({ lines }) => lines.length > 0) }
}

function titleOf({ verdict, base, tenants, clusters }: PlanReport): string {
  const sum = (field: 'created' | 'updated' | 'deleted' | 'rerun' | 'refused') =>
    clusters.reduce((total, one) => total + one[field], 0)
  const objects = sum('created') + sum('updated') + sum('deleted') + sum('rerun') + sum('refused')
  const parts = [
    tenants.added.length > 0 && `${plural(tenants.added.length, 'tenant')} added`,
    tenants.changed.length > 0 && `${plural(tenants.changed.length, 'tenant')} changed`,
    tenants.removed.length > 0 && `${plural(tenants.removed.length, 'tenant')} removed`,
    objects > 0 && plural(objects, 'object'),
  ].filter(Boolean)
  if (base.commit === '') return `${verdicts[verdict]}: there is nothing to compare`
  const against = `${base.ref} (${base.commit.slice(0, 10)})`
  return `${verdicts[verdict]}: ${parts.length > 0 ? parts.join(', ') : 'nothing changes'}, against ${against}`
}

const line = (mark: Mark, text: string, details: readonly string[] = []): Line => ({ mark, text, details })

const namesShown = 6

/** `acme, globex and 3 more`. */
export function someOf(names: readonly string[], shown = namesShown): string {
  if (names.length <= shown + 1) return names.join(', ')
  return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`
}

function place({ tenants, clusters }: { tenants: readonly string[]; clusters: readonly string[] }): string {
  if (tenants.length === 0) return clusters.length === 0 ? '' : ` (${someOf(clusters)})`
  return tenants.length === 1 ? ` (${tenants[0]})` : ` (${tenants.length} tenants: ${someOf(tenants)})`
}

function reasonLine(reason: Reason): Line {
  return line(reason.grade === 'danger' ? 'danger' : 'review', `${reason.what}${place(reason)}`)
}

function tenantLines({ tenants }: PlanReport, options: PageOptions): Line[] {
  const about = ({ tier, cell, ring, state }: PlanReport['tenants']['added'][number]) =>
    [tier, `cell ${cell}`, `ring ${ring}`, ...(state === 'active' ? [] : [state])].join(', ')
  return [
    ...tenants.added.map((one) => line('added', `${one.id}  ${about(one)}`)),
    ...tenants.removed.map((one) => line('removed', `${one.id}  ${about(one)}`)),
    ...tenants.changed.map(({ id, steps, fields }) =>
      line('changed', `${id}${steps.length > 0 ? `  ${steps.join(', ')}` : ''}`, fieldLines(fields, options)),
    ),
  ]
}

function codeLines({ code }: PlanReport): Line[] {
  return code.map(({ folder, files }) =>
    line(
      'plain',
      `${folder === '.' ? 'top folder' : folder}  ${plural(files, 'file')}, neither spec nor dist`,
    ),
  )
}

function clusterLines({ clusters }: PlanReport): Line[] {
  return clusters.map(({ name, created, updated, deleted, rerun, refused }) => {
    const parts = [
      created > 0 && `${created} created`,
      updated > 0 && `${updated} updated`,
      deleted > 0 && `${deleted} deleted`,
      rerun > 0 && `${plural(rerun, 'job')} run anew`,
      refused > 0 && `${refused} refused in place`,
    ]
    return line('plain', `${name}  ${parts.filter(Boolean).join(', ')}`)
  })
}

const guards = {
  confirmed: 'deleted once a person has confirmed it in Argo CD',
  kept: 'kept',
  none: 'deleted with the sync: nothing stops it',
} as const

function lossLine(loss: PlanReport['losses'][number]): Line {
  const text = `${kindName(loss.kind)}/${loss.name}: ${loss.what}, ${guards[loss.guard]}${place(loss)}`
  return line(loss.guard === 'kept' ? 'review' : 'danger', text)
}

function guardLine(guard: PlanReport['guards'][number]): Line {
  return line('danger', `${kindName(guard.kind)}/${guard.name} ${guard.path}: ${guard.what}${place(guard)}`)
}

function refusalLine(refusal: PlanReport['refusals'][number]): Line {
  const text = `${kindName(refusal.kind)}/${refusal.name} ${refusal.path}: ${refusal.why}${place(refusal)}`
  return line('danger', text)
}

const hows = {
  rolling: 'rolling',
  recreate: 'stopped, then started',
  stop: 'stopped',
  start: 'started',
  'by-hand': 'only when its pods are deleted by hand',
} as const

/** Fields that are named as the cause of a restart; all stand under the changes. */
const fieldsNamed = 3

function restartLine(restart: PlanReport['restarts'][number], { fields }: PageOptions): Line {
  const how = `${hows[restart.how]}${restart.downtime === '' ? '' : `, ${restart.downtime}`}`
  const why =
    restart.why.length > 0 ? [`because of ${someOf(restart.why, Math.min(fields, fieldsNamed))}`] : []
  return line(
    restart.downtime === '' ? 'changed' : 'review',
    `${restart.workload}: ${how}${place(restart)}`,
    why,
  )
}

function ringLine(step: PlanReport['rings'][number]): Line {
  return line(
    'changed',
    `${step.ring}: ${step.image} ${step.before.join(', ')} → ${step.after}${place(step)}`,
  )
}

function hostLine(host: PlanReport['hosts'][number]): Line {
  return line(host.change === 'gone' ? 'removed' : 'added', `${host.host}${place(host)}`)
}

function reachabilityLines({ flows, verified, findings, base }: PlanReport): Line[] {
  if (base.commit === '') return []
  const wrong = findings.filter(({ level }) => level === 'error').length
  const proof =
    wrong > 0
      ? line('danger', `not proved: ${plural(wrong, 'error')}`)
      : line(
          'plain',
          `schemas, policies and isolation hold for ${plural(verified.tenants, 'tenant')} and ${plural(verified.clusters, 'cluster')}`,
        )
  return [
    proof,
    ...flows.map((flow) => {
      const arrow = flow.direction === 'out' ? '→' : '←'
      const text = `${flow.change}: ${flow.pods} ${arrow} ${flow.peer}, ${flow.ports}${place(flow)}`
      return line(flow.change === 'opened' ? 'added' : 'removed', text)
    }),
  ]
}

const actions = {
  create: ['added', 'created'],
  update: ['changed', 'updated'],
  delete: ['removed', 'deleted'],
  rerun: ['changed', 'run anew'],
} as const

function changeLine(group: ChangeGroup, options: PageOptions): Line {
  const [mark, done] = actions[group.action]
  const [name = ''] = group.names
  const what =
    group.names.length === 1 && group.kinds.length === 1
      ? `${kindName(group.kinds[0] ?? '')}/${name}`
      : `${plural(group.objects, 'object')} of ${someOf(group.kinds.map(kindName))}`
  return line(mark, `${what} ${done}${place(group)}`, fieldLines(group.fields, options))
}

function fieldLines(fields: ChangeGroup['fields'], options: PageOptions): string[] {
  const shown = fields.slice(0, options.fields).map(fieldLine)
  const more = fields.length - shown.length
  return more > 0 ? [...shown, `and ${plural(more, 'field')} more`] : shown
}

function fieldLine({ path, before, after, lines, variants }: ChangeGroup['fields'][number]): string {
  const example = variants === undefined ? '' : ` (one of ${variants} values)`
  if (lines) return `${path}  ${lines.added} lines added, ${lines.removed} removed${example}`
  if (before === undefined) return `${path}  + ${brief(after)}${example}`
  if (after === undefined) return `${path}  − ${brief(before)}${example}`
  return `${path}  ${brief(before)} → ${brief(after)}${example}`
}

const valueShown = 90

function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > valueShown ? `${text.slice(0, valueShown - 1)}…` : text
}

function kindName(kind: string): string {
  return kind.split('/').at(-1) ?? kind
}
