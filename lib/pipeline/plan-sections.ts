import { awsRefusals } from '../plan/aws-refusals.ts'
import { openFolder } from '../plan/changes.ts'
import { dataLossOf } from '../plan/data-loss.ts'
import { embeddingsOf } from '../plan/embeddings.ts'
import { promotionsOf } from '../plan/failovers.ts'
import { diffFlows } from '../plan/flows.ts'
import { foldWhere } from '../plan/fold.ts'
import { loweredGuards } from '../plan/guards.ts'
import { hostChanges, type ServedHost, servedHosts } from '../plan/hosts.ts'
import { diffUnit, type ObjectChange } from '../plan/objects.ts'
import { kubernetesRefusals } from '../plan/refusals.ts'
import type {
  DataLoss,
  Embedding,
  Flow,
  Guard,
  PlanReport,
  Promotion,
  Refusal,
  Restart,
  WallChange,
} from '../plan/report.ts'
import { restartOf } from '../plan/restarts.ts'
import { type ImageMove, imageMoves, ringSteps } from '../plan/rings.ts'
import { foldWalls, wallChanges } from '../plan/wall-changes.ts'
import { claimRules, isClaim } from './claim-rules.ts'
import { readUnit, type UnitFiles } from './plan-units.ts'

/** The parts of a report that are read off the objects. */
export type ObjectSections = Pick<
  PlanReport,
  | 'changes'
  | 'clusters'
  | 'refusals'
  | 'dataLoss'
  | 'promotions'
  | 'guards'
  | 'restarts'
  | 'embeddings'
  | 'flows'
  | 'hosts'
  | 'walls'
  | 'rings'
>

/** Reads the units one by one, so that memory does not grow with the objects that change. */
export async function objectSections(units: readonly UnitFiles[]): Promise<ObjectSections> {
  const folder = openFolder()
  const counts = new Map<string, PlanReport['clusters'][number]>()
  const refusals: Refusal[] = []
  const dataLoss: DataLoss[] = []
  const promotions: Promotion[] = []
  const guards: Guard[] = []
  const restarts: Restart[] = []
  const embeddings: Embedding[] = []
  const flows: Flow[] = []
  const walls: WallChange[] = []
  const moves: ImageMove[] = []
  const served: ServedHost[] = []
  for (const files of units) {
    // Argo CD deleted what lay there when the Application went: the folder that leaves dist takes nothing with it.
    if (files.application === 'withdrawn' && files.files.every((file) => file.after() === undefined)) continue
    const { before, after } = await readUnit(files)
    const changes = diffUnit(files.unit, before, after)
    for (const change of changes) {
      folder.add(change)
      const refused = await refusalsOf(change)
      countChange(
        counts,
        change,
        refused.some(({ by }) => by === 'kubernetes'),
      )
      refusals.push(...refused)
      promotions.push(...promotionsOf(change))
      guards.push(...loweredGuards(change))
      restarts.push(...restartOf(change))
      embeddings.push(...embeddingsOf(change))
      moves.push(...imageMoves(change))
      served.push(...servedHosts(change))
    }
    if (files.application === 'there') dataLoss.push(...dataLossOf(changes))
    flows.push(...diffFlows(changes))
    walls.push(...wallChanges(changes))
  }
  return {
    changes: folder.groups(),
    clusters: [...counts.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    refusals: foldWhere(refusals),
    dataLoss: foldWhere(dataLoss),
    promotions: foldWhere(promotions),
    guards: foldWhere(guards),
    restarts: foldWhere(restarts),
    embeddings: foldWhere(embeddings),
    flows: foldWhere(flows),
    hosts: foldWhere(hostChanges(served)),
    walls: foldWalls(walls),
    rings: ringSteps(moves),
  }
}

async function refusalsOf(change: ObjectChange): Promise<Refusal[]> {
  const own = isClaim(change.kind) ? await claimRules() : []
  return [...kubernetesRefusals(change, own), ...awsRefusals(change)]
}

const counted = { create: 'created', update: 'updated', delete: 'deleted', rerun: 'rerun' } as const

function countChange(
  counts: Map<string, PlanReport['clusters'][number]>,
  { cluster, action }: ObjectChange,
  refused: boolean,
): void {
  const none = { name: cluster, created: 0, updated: 0, deleted: 0, rerun: 0, refused: 0 }
  const count = counts.get(cluster) ?? none
  const field = refused ? 'refused' : counted[action]
  counts.set(cluster, { ...count, [field]: count[field] + 1 })
}
