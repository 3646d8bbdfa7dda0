import { join } from 'node:path'
import { error, type Finding, notice } from '../findings/finding.ts'
import { renderAll } from '../findings/render.ts'
import { failoversOf } from '../plan/failovers.ts'
import type { Figures } from '../plan/figures.ts'
import { checkLifecycle } from '../plan/lifecycle.ts'
import { peopleChanges } from '../plan/people.ts'
import type { PlanReport } from '../plan/report.ts'
import { type SpecPair, tenantChanges } from '../plan/tenants.ts'
import { reasonsOf, verdictOf } from '../plan/verdict.ts'
import { wrongPlan } from '../plan/wrong.ts'
import type { PlatformFleet } from '../rules/fleet.ts'
import { type BaseSpec, type BaseSpecs, readBaseSpecs } from './base-specs.ts'
import { type Base, type ChangedFile, changedFiles, findBase, nothingCompared, openBlobs } from './git.ts'
import type { LoadResult } from './load.ts'
import { noOwnCharts } from './own/load.ts'
import { type ObjectSections, objectSections } from './plan-sections.ts'
import { openPlanStage, type PlanStage } from './plan-stage.ts'
import { unitsOf } from './plan-units.ts'
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

/**
 * Effects of merging the working tree into the base. The base is read from git's objects, the head is synthesised in
 * memory; nothing is written, checked out or fetched.
 */
export async function plan(options: PlanOptions): Promise<PlanReport> {
  const { root } = options
  const base = await findBase(root, options.base)
  if ('level' in base) return wrongPlan(options.base, [base])
  const dist = join(root, 'dist')
  const stage = openPlanStage(dist)
  const blobs = openBlobs(root)
  try {
    const [changed, { made, specs }] = await Promise.all([
      changedFiles(root, base.commit),
      synthesise(options, stage),
    ])
    const before = await readBaseSpecs(changed, blobs)
    const pairs = pairSpecs(changed, before, specs)
    const findings = [...made.findings, ...checkLifecycle(pairs), ...unreadable(before)]
    const comparison = { base, changed, made, specs, before, pairs, findings }
    // Objects of wrong specs are not known, and a step that is refused is not looked at further.
    if (findings.some(({ level }) => level === 'error')) return report(comparison, [], noObjects)
    const superfluous = stage.superfluous()
    const stale = [...new Set([...stage.differing.keys(), ...superfluous])].sort()
    if (base.commit === base.head && changed.length === 0 && stale.length === 0)
      return wrongPlan(options.base, [nothingCompared(base)])
    const units = unitsOf(dist, changed, stage, superfluous, blobs)
    const edited = { ...comparison, findings: [...findings, ...editedDist(changed, stale)] }
    return report(edited, stale, { ...(await objectSections(units)), ...(await figuresOf(comparison)) })
  } finally {
    blobs.close()
  }
}

/** Everything that is known of both sides but their objects. */
interface Comparison {
  readonly base: Base
  readonly changed: readonly ChangedFile[]
  readonly made: SynthResult
  readonly specs: LoadResult
  readonly before: BaseSpecs
  readonly pairs: readonly SpecPair[]
  readonly findings: readonly Finding[]
}

async function synthesise(
  { root, cache, onProgress }: PlanOptions,
  stage: PlanStage,
): Promise<{ made: SynthResult; specs: LoadResult }> {
  let specs: LoadResult = { tenants: [], clusters: [], findings: [], platform: [], ownCharts: noOwnCharts }
  const made = await synth({
    root,
    write: false,
    cache: cache !== false,
    stage,
    onLoad: (loaded) => {
      specs = loaded
    },
    ...(onProgress ? { onProgress } : {}),
  })
  return { made, specs }
}

/** Tenants whose files differ. A file that is there and cannot be read is a finding, not a tenant that went. */
function pairSpecs(changed: readonly ChangedFile[], before: BaseSpecs, specs: LoadResult): SpecPair[] {
  const now = new Map(specs.tenants.map(({ file, spec }) => [file, spec]))
  return changed
    .filter(({ path, onDisk }) => path.startsWith('tenants/') && (!onDisk || now.has(path)))
    .flatMap(({ path }) => {
      const [was, is] = [before.tenants.get(path)?.spec, now.get(path)]
      if (!was && !is) return []
      return [{ file: path, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) }]
    })
}

/**
 * Files of dist that the change wrote itself, to what its specs do not give. A file that is as in the base waits for a
 * synthesis; one that differs from both was edited by hand, or its specs changed after the synthesis.
 */
function editedDist(changed: readonly ChangedFile[], stale: readonly string[]): Finding[] {
  const wrong = new Set(stale)
  return changed
    .filter(({ path }) => path.startsWith('dist/') && wrong.has(path.slice('dist/'.length)))
    .slice(0, staleShown)
    .map(({ path }) => error('dist-edited', { file: path }, {}))
}

function unreadable(before: BaseSpecs): Finding[] {
  return before.unreadable.map((file) => notice('base-unreadable', { file }, {}))
}

/** Cost and capacity, where specs differ and the base's still mean something to today's code. */
async function figuresOf(comparison: Comparison): Promise<Partial<Figures>> {
  const { before } = comparison
  const specs = [
    ...[...before.tenants].map(([file, { written }]) => ['tenant', file, written] as const),
    ...[...before.clusters].map(([file, { written }]) => ['cluster', file, written] as const),
  ]
  const differ = comparison.changed.some(({ path }) => /^(?:tenants|clusters)\//.test(path))
  if (!differ || before.unreadable.length > 0) return {}
  if (specs.length > 0) {
    const { checkShape } = await import('../rules/shape.ts')
    if (specs.some(([kind, file, spec]) => checkShape(kind, file, spec).length > 0)) return {}
  }
  const { figures } = await import('../plan/figures.ts')
  return figures(fleetBefore(comparison), comparison.specs)
}

const noObjects: ObjectSections = {
  changes: [],
  clusters: [],
  refusals: [],
  dataLoss: [],
  promotions: [],
  guards: [],
  restarts: [],
  embeddings: [],
  flows: [],
  hosts: [],
  walls: [],
  rings: [],
}
const staleShown = 20

function report(
  comparison: Comparison,
  stale: readonly string[],
  objects: ObjectSections & Partial<Figures>,
): PlanReport {
  const { base, changed, made, specs, pairs, findings } = comparison
  const body = {
    version: 1 as const,
    base: { ref: base.ref, commit: base.commit },
    head: base.head,
    findings: renderAll(findings),
    dist: {
      state: stale.length > 0 ? ('stale' as const) : ('fresh' as const),
      files: stale.slice(0, staleShown),
      count: stale.length,
    },
    tenants: tenantChanges(pairs, fleetBefore(comparison), specs),
    code: codeFolders(changed),
    people: peopleChanges(pairs, specs),
    failovers: failoversOf(fleetBefore(comparison), specs),
    ...objects,
    verified: {
      tenants: made.clusters.reduce((sum, one) => sum + one.tenants, 0),
      clusters: made.clusters.length,
    },
  }
  const reasons = reasonsOf(body)
  return { ...body, verdict: verdictOf(reasons, findings), reasons }
}

/** The base's specs: today's where the file is the same, else as they were. */
function fleetBefore({ changed, specs, before }: Comparison): PlatformFleet {
  const other = new Set(changed.map(({ path }) => path))
  const then = <T, W>(
    now: readonly { file: string; spec: T; written: W }[],
    was: ReadonlyMap<string, BaseSpec<T, W>>,
  ) => [
    ...now.filter(({ file }) => !other.has(file)).map(({ file, spec, written }) => ({ file, spec, written })),
    ...[...was].map(([file, base]) => ({ file, ...base })),
  ]
  return {
    tenants: then(specs.tenants, before.tenants),
    clusters: then(specs.clusters, before.clusters),
    platform: specs.platform,
  }
}

/** Files that are neither specs nor dist, by their top folder: what draws the objects, or is no part of them. */
function codeFolders(changed: readonly ChangedFile[]): PlanReport['code'] {
  const counts = new Map<string, number>()
  for (const { path } of changed) {
    const folder = path.includes('/') ? (path.split('/')[0] ?? '') : '.'
    if (!['dist', 'tenants', 'clusters'].includes(folder)) counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts]
    .map(([folder, files]) => ({ folder, files }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1))
}
