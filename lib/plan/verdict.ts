import type { Finding } from '../findings/finding.ts'
import type { RenderedFinding } from '../findings/render.ts'
import { anyTenant, foldWhere, type Where } from './fold.ts'
import { groupRefusals, type RefusalGroup, refusedFields } from './refusal-groups.ts'
import type { CapacityChange, PlanReport, Reason } from './report.ts'
import { skippedRings } from './rings.ts'
import { wallReasons } from './wall-reasons.ts'

type Parts = Omit<PlanReport, 'verdict' | 'reasons'>

/** Everything in a report that a person should look at, what does harm first. */
export function reasonsOf(report: Parts): Reason[] {
  const reasons = [
    ...report.failovers.map(failoverReason),
    ...report.promotions.map(promotionReason),
    ...report.dataLoss.map(dataLossReason),
    ...groupRefusals(report.refusals).map(refusalReason),
    ...report.guards.map(guardReason),
    ...flowReasons(report),
    ...report.people.map(({ steps: _, ...reason }): Reason => ({ ...reason })),
    ...wallReasons(report.walls),
    ...report.restarts.flatMap(restartReason),
    ...report.embeddings.map(embeddingReason),
    ...report.rings.map(ringReason),
    ...skippedRings(report.rings).map(skipReason),
    ...report.hosts.flatMap(hostReason),
    ...report.changes.flatMap(changeReason),
    ...tenantReasons(report),
    ...(report.capacity ?? []).flatMap(capacityReason),
    ...report.findings.filter(({ code }) => code === 'base-unreadable').map(unreadableReason),
    ...(report.dist.state === 'stale' ? [staleReason(report.dist.count)] : []),
  ]
  const folded = foldWhere(reasons)
  return [
    ...folded.filter(({ grade }) => grade === 'danger'),
    ...folded.filter(({ grade }) => grade === 'review'),
  ]
}

/** Exit code of a plan: findings outrank harm, harm outranks doubt. */
export function verdictOf(
  reasons: readonly Reason[],
  findings: readonly Pick<Finding, 'level'>[],
): PlanReport['verdict'] {
  if (findings.some(({ level }) => level === 'error')) return 'wrong'
  if (reasons.some(({ grade }) => grade === 'danger')) return 'dangerous'
  return reasons.length > 0 ? 'review' : 'safe'
}

const where = ({ clusters, tenants }: Where): Where => ({ clusters, tenants })
const nowhere: Where = { clusters: [], tenants: [] }

function failoverReason({ kind, cell, from, to, ...at }: PlanReport['failovers'][number]): Reason {
  const what =
    kind === 'failover'
      ? `cell ${cell} fails over from ${from} to ${to}: the promotion there cannot be undone, what its replica has not received is lost, and data in ${from} is stale from then on`
      : `cell ${cell} returns from ${from} to ${to}: data in ${to} is stale, because it ends at the failover to ${from}, and the promotion in ${from} is not undone`
  return { grade: 'danger', code: 'failover', what, ...where(at) }
}

function promotionReason({ change, kind, name, ...at }: PlanReport['promotions'][number]): Reason {
  const claim = `${kind.split('/').at(-1)}/${name}`
  const what =
    change === 'promoted'
      ? `${claim} is promoted to a database of its own, which cannot be undone`
      : `${claim} is managed no longer: the promoted database stays, and is no replica`
  return { grade: 'danger', code: 'promotion', what, ...where(at) }
}

function dataLossReason(loss: PlanReport['dataLoss'][number]): Reason {
  const { what, kind, name, guard } = loss
  const object = `${kind.split('/').at(-1)}/${name}`
  if (guard === 'kept') {
    return {
      grade: 'review',
      code: 'object-of-data',
      what: `${object} is deleted; ${what} stays`,
      ...where(loss),
    }
  }
  const how = {
    confirmed: 'once a person has confirmed it in Argo CD',
    each: 'once a person has confirmed what is guarded of it',
    none: 'and nothing stops it',
  }[guard]
  return {
    grade: 'danger',
    code: 'data-loss',
    what: `${object} takes ${what} with it, ${how}`,
    ...where(loss),
  }
}

function refusalReason(refusal: RefusalGroup): Reason {
  const { by, kind, name, why } = refusal
  const who = by === 'kubernetes' ? 'the API server refuses' : 'AWS would replace it, Crossplane refuses'
  const what = `${who} the change of ${kind.split('/').at(-1)}/${name} ${refusedFields(refusal)}: ${why}`
  return { grade: 'danger', code: 'refused-update', what, ...where(refusal) }
}

function guardReason(guard: PlanReport['guards'][number]): Reason {
  const what = `${guard.kind.split('/').at(-1)}/${guard.name} loses a guard: ${guard.what}`
  return { grade: 'danger', code: 'guard-lowered', what, ...where(guard) }
}

/** Everybody's addresses, or no peer at all. */
const anybody = /^(?:anyone|0\.0\.0\.0\/0|::\/0)(?: |$)/

/** Peers of opened traffic that a reason names; the section lists all of them. */
const peersNamed = 6

/** Opened traffic: the peers of the same pods together, and all traffic of a new tenant. */
function flowReasons({ flows, tenants }: Pick<Parts, 'flows' | 'tenants'>): Reason[] {
  const added = new Set(tenants.added.map(({ id }) => id))
  const groups = new Map<string, { readonly reason: Reason; readonly peers: string[] }>()
  for (const flow of flows) {
    const [only = ''] = flow.tenants
    const own = flow.tenants.length > 0 && ` of tenant-${flow.tenants.length === 1 ? only : anyTenant}`
    // Between pods of one tenant nothing crosses a wall.
    if (flow.change === 'closed' || (own && flow.peer.endsWith(own))) continue
    const fresh = flow.tenants.length > 0 && flow.tenants.every((id) => added.has(id))
    const pods = `${flow.pods} ${flow.direction === 'out' ? '→' : '←'}`
    const grade = anybody.test(flow.peer) ? 'danger' : 'review'
    const what = `traffic is opened: ${fresh ? '' : `${pods} `}`
    const key = JSON.stringify([grade, what, flow.tenants, fresh ? [] : flow.clusters])
    const group = groups.get(key) ?? {
      reason: { grade, code: 'traffic-opened', what, ...where(flow) },
      peers: [],
    }
    group.peers.push(`${fresh ? `${pods} ` : ''}${flow.peer}, ${flow.ports}`)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ reason, peers }) => {
    const named = [...new Set(peers)]
    const more = named.length - peersNamed
    const list =
      more > 0 && reason.grade === 'review' ? [...named.slice(0, peersNamed), `${more} more`] : named
    return { ...reason, what: `${reason.what}${list.join('; ')}` }
  })
}

function restartReason(restart: PlanReport['restarts'][number]): Reason[] {
  if (restart.downtime === '') return []
  // A workload that stops in one cluster may start in another.
  const [only, ...more] = restart.clusters
  const stop = only && more.length === 0 ? `is stopped in ${only}` : 'is stopped'
  const what = `${restart.workload} ${restart.how === 'stop' ? stop : 'restarts'}: ${restart.downtime}`
  return [{ grade: 'review', code: 'downtime', what, ...where(restart) }]
}

function embeddingReason({ variable, before, after, ...at }: PlanReport['embeddings'][number]): Reason {
  const what = `documents must be embedded anew: ${variable} was ${JSON.stringify(before)} and is ${JSON.stringify(after)}, and vectors of before do not fit questions of afterwards; see "Change of the embedding model" in docs/open-webui.md`
  return { grade: 'review', code: 'embeddings', what, ...where(at) }
}

function ringReason({ ring, image, before, after, clusters, tenants }: PlanReport['rings'][number]): Reason {
  const name = image.split('/').at(-1)
  return {
    grade: 'review',
    code: 'release',
    what: `ring ${ring} moves ${name} from ${before.join(', ')} to ${after}`,
    clusters,
    tenants,
  }
}

function skipReason(what: string): Reason {
  return { grade: 'review', code: 'ring-skipped', what, ...nowhere }
}

/** A limit that this change brings near its end; one that was near before is no news. */
function capacityReason({ scope, resource, percent, beforeUsed, beforeLimit }: CapacityChange): Reason[] {
  const then = beforeLimit > 0 ? (100 * beforeUsed) / beforeLimit : 0
  if (percent < 80 || percent <= then) return []
  return [
    {
      grade: 'review',
      code: 'capacity',
      what: `${resource} of ${scope} is ${Math.round(percent)} % full`,
      ...nowhere,
    },
  ]
}

function hostReason(host: PlanReport['hosts'][number]): Reason[] {
  if (host.change === 'new') return []
  return host.change === 'gone'
    ? [
        {
          grade: 'review',
          code: 'host-gone',
          what: `nobody answers for ${host.host} any more`,
          ...where(host),
        },
      ]
    : [
        {
          grade: 'danger',
          code: 'host-taken',
          what: `${host.host} is answered by another tenant than before`,
          ...where(host),
        },
      ]
}

function changeReason(group: PlanReport['changes'][number]): Reason[] {
  return group.tenants.length > 0
    ? []
    : [{ grade: 'review', code: 'shared', what: 'objects that all tenants share change', ...where(group) }]
}

function tenantReasons({ tenants }: Parts): Reason[] {
  const removed = tenants.removed.map(
    ({ id, cluster }): Reason => ({
      grade: 'review',
      code: 'tenant-removed',
      what: 'the file of a deleted tenant is removed; where its Application still waits to be deleted, it would wait for ever',
      clusters: [cluster],
      tenants: [id],
    }),
  )
  const steps = tenants.changed.flatMap(({ id, steps }) =>
    steps.map(
      (step): Reason => ({
        grade: 'review',
        code: 'lifecycle',
        what: `lifecycle: ${step}${step.startsWith('move') ? '; the merge moves no data, see docs/lifecycle.md' : ''}`,
        clusters: [],
        tenants: [id],
      }),
    ),
  )
  return [...removed, ...steps]
}

function unreadableReason({ file, why }: RenderedFinding): Reason {
  return { grade: 'review', code: 'base-unreadable', what: `${file}: ${why}`, ...nowhere }
}

function staleReason(count: number): Reason {
  const what = `dist/ is not what the specs give: ${count} file${count === 1 ? '' : 's'} differ; run npm run synth`
  return { grade: 'review', code: 'stale', what, ...nowhere }
}
