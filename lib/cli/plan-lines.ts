import { type RefusalGroup, refusedFields } from '../plan/refusal-groups.ts'
import type { ChangeGroup, PlanReport, Reason } from '../plan/report.ts'
import type { Line, PageOptions } from './plan-layout.ts'
import { line } from './plan-line.ts'
import { plural } from './print.ts'

const namesShown = 6

/** `acme, globex and 3 more`. */
export function someOf(names: readonly string[], shown = namesShown): string {
  if (names.length <= shown + 1) return names.join(', ')
  return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`
}

/** Tenants or clusters of an entry, in brackets. */
export function place({
  tenants,
  clusters,
}: {
  tenants: readonly string[]
  clusters: readonly string[]
}): string {
  if (tenants.length === 0) return clusters.length === 0 ? '' : ` (${someOf(clusters)})`
  return tenants.length === 1 ? ` (${tenants[0]})` : ` (${tenants.length} tenants: ${someOf(tenants)})`
}

/** Why the verdict is what it is. */
export function reasonLine(reason: Reason): Line {
  return line(reason.grade === 'danger' ? 'danger' : 'review', `${reason.what}${place(reason)}`)
}

/** Tenants that come, go and change. */
export function tenantLines({ tenants }: PlanReport, options: PageOptions): Line[] {
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

/** All other differences. */
export function codeLines({ code }: PlanReport): Line[] {
  return code.map(({ folder, files }) =>
    line(
      'plain',
      `${folder === '.' ? 'top folder' : folder}  ${plural(files, 'file')}, neither spec nor dist`,
    ),
  )
}

/** Objects by cluster and what happens to them. */
export function clusterLines({ clusters }: PlanReport): Line[] {
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
  each: 'deleted once a person has confirmed what is guarded of it',
  kept: 'kept',
  none: 'deleted with the sync: nothing stops it',
} as const

/** Data that is deleted, and protections that prevent it. */
export function dataLossLine(loss: PlanReport['dataLoss'][number]): Line {
  const text = `${kindName(loss.kind)}/${loss.name}: ${loss.what}, ${guards[loss.guard]}${place(loss)}`
  return line(loss.guard === 'kept' ? 'review' : 'danger', text)
}

/** A protection that is removed. */
export function guardLine(guard: PlanReport['guards'][number]): Line {
  return line('danger', `${kindName(guard.kind)}/${guard.name} ${guard.path}: ${guard.what}${place(guard)}`)
}

/** Fields of an object that stay as they were. */
export function refusalLine(refusal: RefusalGroup): Line {
  const { kind, name, why } = refusal
  const text = `${kindName(kind)}/${name} ${refusedFields(refusal)}: ${why}${place(refusal)}`
  return line('danger', text)
}

const hows = {
  rolling: 'rolling',
  recreate: 'stopped, then started',
  stop: 'stopped',
  start: 'started',
  'by-hand': 'only when its pods are deleted by hand',
} as const

/** Fields named as the cause of a restart; the changes list all of them. */
const fieldsNamed = 3

/** Pods that are replaced. */
export function restartLine(restart: PlanReport['restarts'][number], { fields }: PageOptions): Line {
  const moves = restart.how === 'stop' || restart.how === 'start'
  const where = moves && restart.clusters.length === 1 ? ` in ${restart.clusters[0]}` : ''
  const how = `${hows[restart.how]}${where}${restart.downtime === '' ? '' : `, ${restart.downtime}`}`
  const why =
    restart.why.length > 0 ? [`because of ${someOf(restart.why, Math.min(fields, fieldsNamed))}`] : []
  return line(
    restart.downtime === '' ? 'changed' : 'review',
    `${restart.workload}: ${how}${place(restart)}`,
    why,
  )
}

/** A release that reaches a ring. */
export function ringLine(step: PlanReport['rings'][number]): Line {
  return line(
    'changed',
    `${step.ring}: ${step.image} ${step.before.join(', ')} → ${step.after}${place(step)}`,
  )
}

/** A host name that is added or removed. */
export function hostLine(host: PlanReport['hosts'][number]): Line {
  if (host.change === 'taken')
    return line('danger', `${host.host} is answered by another tenant than before${place(host)}`)
  return line(host.change === 'gone' ? 'removed' : 'added', `${host.host}${place(host)}`)
}

/** Proofs, and traffic that opens or closes. */
export function reachabilityLines({ flows, verified, findings, base }: PlanReport): Line[] {
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

/** Objects that change in the same way. */
export function changeLine(group: ChangeGroup, options: PageOptions): Line {
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
