import { join } from 'node:path'
import { openFolder } from '../plan/changes.ts'
import { diffFlows } from '../plan/flows.ts'
import { foldWhere } from '../plan/fold.ts'
import { checkLifecycle } from '../plan/lifecycle.ts'
import { lossesOf } from '../plan/losses.ts'
import { diffUnit, type ObjectChange } from '../plan/objects.ts'
import { kubernetesRefusals } from '../plan/refusals.ts'
import type { Flow, Loss, PlanReport, Refusal, Restart } from '../plan/report.ts'
import { restartOf } from '../plan/restarts.ts'
import { type ImageMove, imageMoves, ringSteps } from '../plan/rings.ts'
import { type ClusterOf, type SpecPair, tenantChanges } from '../plan/tenants.ts'
import { reasonsOf, verdictOf } from '../plan/verdict.ts'
import { wrongPlan } from '../plan/wrong.ts'
import { type Finding, notice } from '../spec/finding.ts'
import type { ClusterSpec } from '../spec/index.ts'
import { type BaseSpecs, readBaseSpecs } from './base-specs.ts'
import { type Base, type ChangedFile, changedFiles, findBase, openBlobs } from './git.ts'
import type { LoadResult } from './load.ts'
import { openPlanStage } from './plan-stage.ts'
import { readUnit, type UnitFiles, unitsOf } from './plan-units.ts'
import { type SynthResult, synth } from './synth.ts'

export interface PlanOptions {
  /** Folder with `tenants/`, `clusters/` and `dist/`, in a git repository. */
  readonly root: string
  /** Commit, branch or tag to compare with; what counts is where HEAD left it. */
  readonly base: string
  /** False: every unit is made and verified again. */
  readonly cache?: boolean
  readonly onProgress?: (done: number, total: number) => void
}

const staleShown = 20

/**
 * What merging the working tree into the base would do. The base is read from git's objects, the head is synthesised
 * in memory; nothing is written, checked out or fetched.
 */
export async function plan(options: PlanOptions): Promise<PlanReport> {
  const { root } = options
  const base = await findBase(root, options.base)
  if ('level' in base) return wrongPlan(options.base, [base])
  const blobs = openBlobs(root)
  try {
    const stage = openPlanStage(join(root, 'dist'))
    let specs: LoadResult = { tenants: [], clusters: [], findings: [] }
    const [changed, made] = await Promise.all([
      changedFiles(root, base.commit),
      synth({
        root,
        write: false,
        cache: options.cache !== false,
        stage,
        onLoad: (loaded) => {
          specs = loaded
        },
        ...(options.onProgress ? { onProgress: options.onProgress } : {}),
      }),
    ])
    const before = await readBaseSpecs(changed, blobs)
    const pairs = pairSpecs(changed, before, specs)
    const head: Head = { base, made, specs, before, pairs, findings: findingsOf(made, before, pairs) }
    if (head.findings.some(({ level }) => level === 'error')) return report(head, changed, emptySections())
    const superfluous = stage.superfluous()
    const units = unitsOf(join(root, 'dist'), changed, stage, superfluous, blobs)
    const stale = [...new Set([...stage.differing.keys(), ...superfluous])].sort()
    return report(head, changed, { ...(await sections(units)), stale })
  } finally {
    blobs.close()
  }
}

interface Head {
  readonly base: Base
  readonly made: SynthResult
  readonly specs: LoadResult
  readonly before: BaseSpecs
  readonly pairs: readonly SpecPair[]
  readonly findings: readonly Finding[]
}

type Sections = Pick<
  PlanReport,
  'changes' | 'clusters' | 'refusals' | 'losses' | 'restarts' | 'flows' | 'rings'
> & {
  readonly stale: readonly string[]
}

function emptySections(): Sections {
  return {
    changes: [],
    clusters: [],
    refusals: [],
    losses: [],
    restarts: [],
    flows: [],
    rings: [],
    stale: [],
  }
}

/** Goes through the units one by one, so that memory does not grow with the objects that change. */
async function sections(units: readonly UnitFiles[]): Promise<Sections> {
  const folder = openFolder()
  const counts = new Map<string, PlanReport['clusters'][number]>()
  const refusals: Refusal[] = []
  const losses: Loss[] = []
  const restarts: Restart[] = []
  const flows: Flow[] = []
  const moves: ImageMove[] = []
  for (const files of units) {
    const { before, after } = await readUnit(files)
    const changes = diffUnit(files.unit, before, after)
    for (const change of changes) {
      folder.add(change)
      const refused = kubernetesRefusals(change)
      countChange(counts, change, refused.length > 0)
      refusals.push(...refused)
      restarts.push(...restartOf(change))
      moves.push(...imageMoves(change))
    }
    losses.push(...lossesOf(changes))
    flows.push(...diffFlows(changes))
  }
  return {
    stale: [],
    changes: folder.groups(),
    clusters: [...counts.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    refusals: foldWhere(refusals),
    losses: foldWhere(losses),
    restarts: foldWhere(restarts),
    flows: foldWhere(flows),
    rings: ringSteps(moves),
  }
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

function pairSpecs(changed: readonly ChangedFile[], before: BaseSpecs, specs: LoadResult): SpecPair[] {
  const now = new Map(specs.tenants.map(({ file, spec }) => [file, spec]))
  return changed
    .filter(({ path }) => path.startsWith('tenants/'))
    .flatMap(({ path }) => {
      const [was, is] = [before.tenants.get(path), now.get(path)]
      if (!was && !is) return []
      return [{ file: path, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) }]
    })
}

function findingsOf(made: SynthResult, before: BaseSpecs, pairs: readonly SpecPair[]): Finding[] {
  const unreadable = before.unreadable.map((file) => {
    const why = 'the base’s version cannot be evaluated any more; the steps of its lifecycle are not checked'
    return notice('base-unreadable', file, '', why, 'compare the two versions by hand')
  })
  return [...made.findings, ...checkLifecycle(pairs), ...unreadable]
}

function report(head: Head, changed: readonly ChangedFile[], { stale, ...parts }: Sections): PlanReport {
  const { base, specs, before, pairs, findings, made } = head
  const clustersNow = specs.clusters.map(({ spec }) => spec)
  const changedClusters = new Set(changed.map(({ path }) => path))
  const clustersThen = [
    ...specs.clusters.filter(({ file }) => !changedClusters.has(file)).map(({ spec }) => spec),
    ...before.clusters.values(),
  ]
  const body = {
    version: 1 as const,
    base: { ref: base.ref, commit: base.commit },
    head: base.head,
    findings: [...findings],
    dist: {
      state: stale.length > 0 ? ('stale' as const) : ('fresh' as const),
      files: stale.slice(0, staleShown),
      count: stale.length,
    },
    tenants: tenantChanges(pairs, clusterOf(clustersThen), clusterOf(clustersNow)),
    code: codeFolders(changed),
    ...parts,
    verified: {
      tenants: made.clusters.reduce((sum, one) => sum + one.tenants, 0),
      clusters: made.clusters.length,
    },
  }
  const reasons = reasonsOf(body)
  return { ...body, verdict: verdictOf(reasons, findings), reasons }
}

function clusterOf(clusters: readonly ClusterSpec[]): ClusterOf {
  const cells = new Map(
    clusters.flatMap((spec) =>
      spec.kind === 'hub' ? [] : Object.keys(spec.cells).map((cell) => [cell, spec.name]),
    ),
  )
  return (cell) => cells.get(cell)
}

/** Files that are neither specs nor dist, by their top folder: what draws the objects, or is no part of them. */
function codeFolders(changed: readonly ChangedFile[]): PlanReport['code'] {
  const counts = new Map<string, number>()
  for (const { path } of changed) {
    const folder = path.includes('/') ? (path.split('/')[0] ?? '') : '.'
    if (['dist', 'tenants', 'clusters'].includes(folder)) continue
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts]
    .map(([folder, files]) => ({ folder, files }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1))
}
