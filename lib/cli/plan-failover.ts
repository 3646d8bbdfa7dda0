import type { PlanReport } from '../plan/report.ts'
import type { Line } from './plan-layout.ts'
import { line } from './plan-line.ts'
import { plural } from './print.ts'

const runbook = 'docs/runbooks/region-failover.md, "Go back"'

/**
 * Cells that another region is to serve: promotions, irreversible steps and tenants with stale data. It names all
 * tenants, because operators have to inform their users.
 */
export function failoverLines({ failovers, promotions }: PlanReport): Line[] {
  const reported = promotions.map(({ change, kind, name, clusters }) => {
    const claim = `${kind.split('/').at(-1)}/${name} in ${clusters.join(', ')}`
    return line(
      'danger',
      change === 'promoted'
        ? `${claim} is promoted: it accepts writes and is no replica any more; RDS never makes it one again`
        : `${claim} stays promoted in RDS: its claim reads its address and manages nothing of it any more`,
    )
  })
  return [...failovers.map((one) => (one.kind === 'failover' ? handedOver(one) : returned(one))), ...reported]
}

type Failover = PlanReport['failovers'][number]

const names = (tenants: readonly string[]) => (tenants.length === 0 ? 'no tenant' : tenants.join(', '))

function handedOver({ cell, from, to, tenants }: Failover): Line {
  return line(
    'danger',
    `cell ${cell}: ${to} serves in place of ${from} (${plural(tenants.length, 'tenant')})`,
    [
      `cannot be undone: the promotion in ${to}; taking the line out again is no way back (${runbook})`,
      `lost: what ${from} has written and the replica in ${to} has not received; sessions and caches`,
      `stale from then on: databases and files in ${from}, of ${names(tenants)}`,
    ],
  )
}

function returned({ cell, from, to, tenants }: Failover): Line {
  return line(
    'danger',
    `cell ${cell}: ${to} serves again in place of ${from} (${plural(tenants.length, 'tenant')})`,
    [
      `stale: databases and files in ${to} end where ${from} took over, of ${names(tenants)}; their people would see and change that`,
      `lost to them: what was written in ${from} since; it stays in the promoted database there, and nothing copies it back`,
      `cannot be undone: once people write in ${to}, there are two histories that nothing merges`,
      `first: make the database in ${to} anew from the one that serves, and copy files back (${runbook})`,
    ],
  )
}
