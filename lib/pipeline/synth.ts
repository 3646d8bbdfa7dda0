import { join } from 'node:path'
import type { Finding } from '../findings/finding.ts'
import type { Manifest } from '../kube/object.ts'
import type { DrawnOwnChart } from '../kube/own-chart.ts'
import { resolveCluster } from '../resolve/cluster.ts'
import { resolvePlaced } from '../resolve/placed.ts'
import type { ResolvedCluster, ResolvedTenant } from '../resolve/types.ts'
import { checkFleet } from '../rules/index.ts'
import type { CompleteClusterSpec } from '../spec/index.ts'
import { addToFolder, verifyDirectories } from '../verify/directories.ts'
import type { ClusterFacts } from '../verify/index.ts'
import { type Comparison, type Drift, openComparison } from '../write/comparison.ts'
import { openStage, type Stage, type StageResult } from '../write/stage.ts'
import { emitYaml } from '../write/yaml.ts'
import { recallAmounts } from './amounts.ts'
import { noCache, openCache, type SynthCache, type UnitId } from './cache.ts'
import { codeHash } from './code-hash.ts'
import { collector } from './collector.ts'
import { type Loaded, type LoadResult, loadSpecs } from './load.ts'
import { type ClusterMembers, clusterMembers } from './members.ts'
import type { OwnCharts } from './own/load.ts'

/** First line of every file of dist. */
const header = '# Made by `npm run synth` from tenants/ and clusters/. Do not edit.\n'

export interface SynthOptions {
  /** Folder with `tenants/` and `clusters/`. */
  readonly root: string
  /** Folder to fill; `dist` below the root unless given. */
  readonly out?: string
  /** False: everything but the writing; the cache is read and left as it is. */
  readonly write?: boolean
  /** True: units whose specs and code are as before are not made and verified again. */
  readonly cache?: boolean
  /** False: leave schemas, policies and proofs out; for measuring what they cost. */
  readonly verify?: boolean
  readonly onProgress?: (done: number, total: number) => void
  /** Takes the files instead of the folder. */
  readonly stage?: Stage
  /** Called with the loaded specs, before they are checked. */
  readonly onLoad?: (specs: LoadResult) => void
}

/** Result of a cluster. */
export interface ClusterSummary {
  readonly name: string
  /** Tenants that it serves. */
  readonly tenants: number
  /** Tenants that another cluster serves and whose standby is here. */
  readonly standby: number
  readonly files: number
  readonly objects: number
}

export interface SynthResult extends StageResult {
  /** Any error among them means that nothing was written. */
  readonly findings: readonly Finding[]
  readonly clusters: readonly ClusterSummary[]
  /** Without writing: where dist is not what the specs give. Absent when there are errors. */
  readonly drift?: Drift
}

const nothing: StageResult = { written: [], removed: [], unchanged: 0 }

/** Load, check, resolve, draw, verify, write. Nothing is written unless everything holds. */
export async function synth(options: SynthOptions): Promise<SynthResult> {
  const out = options.out ?? join(options.root, 'dist')
  const cache = options.cache ? openCache(options.root, out, codeHash()) : noCache
  const specs = await loadSpecs(options.root, cache, options.write !== false)
  options.onLoad?.(specs)
  const { tenants, clusters, findings: loading } = specs
  const keepAmounts = recallAmounts(specs, cache)
  const findings = [...loading, ...checkFleet(specs)]
  if (hasErrors(findings)) return { findings, clusters: [], ...nothing }
  keepAmounts()

  const parts = clusters.map((cluster) => ({ cluster, of: clusterMembers(cluster, clusters, tenants) }))
  const units = parts.reduce((sum, one) => sum + one.of.members.length, 0)
  const comparison = options.write === false && !options.stage ? openComparison(out) : undefined
  const stage = options.stage ?? comparison ?? openStage(out)
  try {
    const run: Run = {
      stage,
      cache,
      findings,
      folders: new Map(),
      verify: options.verify !== false,
      progress: progressOf(options, units),
      collect: collector(),
    }
    const summaries: ClusterSummary[] = []
    for (const one of parts)
      summaries.push(await synthCluster(run, one.cluster, one.of, clusters, specs.ownCharts))
    if (run.verify) findings.push(...verifyDirectories(run.folders))
    if (options.write === false || hasErrors(findings)) {
      stage.abort()
      return { findings, clusters: summaries, ...nothing, ...driftOf(comparison, findings) }
    }
    const result = stage.commit(() => true)
    cache.save()
    return { findings, clusters: summaries, ...result }
  } catch (cause) {
    stage.abort()
    throw cause
  }
}

function driftOf(comparison: Comparison | undefined, findings: readonly Finding[]): { drift?: Drift } {
  return comparison && !hasErrors(findings) ? { drift: comparison.drift() } : {}
}

/** Code that draws and verifies: cdk8s, the charts and the schemas. Loaded only when a unit has to be made. */
async function loadMaker() {
  const [units, verify, own] = await Promise.all([
    import('./units.ts'),
    import('../verify/index.ts'),
    import('../verify/own/index.ts'),
  ])
  return { ...units, ...verify, ...own }
}

interface Run {
  readonly stage: Stage
  readonly cache: SynthCache
  readonly findings: Finding[]
  /** Bytes of the files of each folder; files themselves are too many to remember twice. */
  readonly folders: Map<string, number>
  readonly verify: boolean
  readonly progress: () => void
  /** Called with each unit before it is made. */
  readonly collect: () => void
}

interface Count {
  readonly files: number
  readonly objects: number
}

/** A cluster's own manifests, and the facts in them: drawn once, and only if a unit that is made anew needs them. */
interface Shared {
  readonly cluster: ResolvedCluster
  manifests(): Promise<readonly Manifest[]>
  /** @param asBefore the manifests are known to be valid */
  facts(asBefore: boolean): Promise<ClusterFacts>
}

function sharedOf(cluster: ResolvedCluster): Shared {
  let drawn: readonly Manifest[] | undefined
  let facts: ClusterFacts | undefined
  const manifests = async () => {
    drawn ??= (await loadMaker()).clusterManifests(cluster)
    return drawn
  }
  return {
    cluster,
    manifests,
    async facts(asBefore) {
      facts ??= (await loadMaker()).clusterFacts(await manifests(), () => asBefore)
      return facts
    },
  }
}

async function synthCluster(
  run: Run,
  { spec }: Loaded<CompleteClusterSpec>,
  { unit, members }: ClusterMembers,
  clusters: readonly Loaded<CompleteClusterSpec>[],
  { drawn, key }: OwnCharts,
): Promise<ClusterSummary> {
  const specs = clusters.map((one) => one.spec)
  const shared = sharedOf(resolveCluster(spec, specs))
  const own = await synthUnit(run, unit, async () => ({
    manifests: await shared.manifests(),
    verify: async () => (await loadMaker()).verifyCluster(await shared.manifests()),
  }))
  let sum: Count = own
  for (const chart of drawn.filter(({ cluster }) => cluster === spec.name)) {
    const id = { name: `${spec.name}/own/${chart.name}`, key: `${key} ${unit.key}` }
    sum = plus(sum, await synthUnit(run, id, () => makeOwnChart(chart, shared, own.asBefore)))
  }
  for (const { tenant, placement: place, unit: id } of members) {
    // Validity also depends on the cluster's definitions: if they changed, no file is known to be valid.
    const wasValid = own.asBefore ? run.cache.wasValid(id) : () => false
    const made = await synthUnit(run, id, () =>
      makeTenant(resolvePlaced(tenant.spec, place), shared, own.asBefore, wasValid),
    )
    sum = plus(sum, made)
    run.progress()
  }
  const standby = members.filter(({ placement: place }) => place.role === 'standby').length
  return {
    name: spec.name,
    tenants: members.length - standby,
    standby,
    files: sum.files,
    objects: sum.objects,
  }
}

function plus(a: Count, b: Count): Count {
  return { files: a.files + b.files, objects: a.objects + b.objects }
}

interface MadeUnit {
  readonly manifests: readonly Manifest[]
  verify(contents: ReadonlyMap<string, string>): Promise<readonly Finding[]>
}

async function makeTenant(
  tenant: ResolvedTenant,
  shared: Shared,
  asBefore: boolean,
  wasValid: (path: string, content: string) => boolean,
): Promise<MadeUnit> {
  const maker = await loadMaker()
  const manifests = maker.tenantManifests(tenant, shared.cluster)
  return {
    manifests,
    async verify(contents) {
      const isValid = ({ path }: Manifest) => wasValid(path, contents.get(path) ?? '')
      return maker.verifyTenant(manifests, tenant, shared.cluster, await shared.facts(asBefore), isValid)
    },
  }
}

async function makeOwnChart(own: DrawnOwnChart, shared: Shared, asBefore: boolean): Promise<MadeUnit> {
  const maker = await loadMaker()
  const manifests = maker.ownManifests(own, shared.cluster)
  return {
    manifests,
    verify: async () => maker.verifyOwnChart(manifests, own, shared.cluster, await shared.facts(asBefore)),
  }
}

/** Keeps a unit that is known to hold, or makes it anew. */
async function synthUnit(
  run: Run,
  id: UnitId,
  make: () => Promise<MadeUnit>,
): Promise<Count & { readonly asBefore: boolean }> {
  const known = run.cache.unit(id)
  if (known) {
    for (const [path, bytes] of known.sizes) {
      run.stage.keep(path)
      addToFolder(run.folders, path, bytes)
    }
    return { files: known.sizes.size, objects: known.objects, asBefore: true }
  }
  run.collect()
  const { manifests, verify } = await make()
  const files = putFiles(run.stage, manifests)
  if (run.verify) run.findings.push(...(await verify(files)))
  for (const [path, content] of files) addToFolder(run.folders, path, Buffer.byteLength(content))
  const objects = manifests.reduce((sum, one) => sum + one.objects.length, 0)
  run.cache.note(id, objects, files)
  return { files: manifests.length, objects, asBefore: false }
}

function putFiles(stage: Stage, manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  const files = new Map(manifests.map(({ path, objects }) => [path, header + emitYaml(objects)]))
  for (const [path, content] of files) stage.put(path, content)
  return files
}

function progressOf({ onProgress }: SynthOptions, total: number): () => void {
  let done = 0
  return () => {
    done += 1
    onProgress?.(done, total)
  }
}

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'error')
}
