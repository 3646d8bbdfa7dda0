import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Manifest } from '../kube/object.ts'
import { resolveCluster } from '../resolve/cluster.ts'
import { resolveTenant } from '../resolve/tenant.ts'
import type { ResolvedCluster } from '../resolve/types.ts'
import { checkFleet } from '../rules/index.ts'
import type { Finding } from '../spec/finding.ts'
import type { ClusterSpec, TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import type { ClaimSchemas } from '../verify/claims.ts'
import type { Made } from '../verify/references/made.ts'
import { openStage, type Stage, type StageResult } from '../write/stage.ts'
import { emitYaml } from '../write/yaml.ts'
import { noCache, openCache, type SynthCache } from './cache.ts'
import { codeHash } from './code-hash.ts'
import { type Loaded, type LoadResult, loadSpecs } from './load.ts'

/** First line of every file of dist. */
const header = '# Made by `npm run synth` from tenants/ and clusters/. Do not edit.\n'

export interface SynthOptions {
  /** Folder with `tenants/` and `clusters/`. */
  readonly root: string
  /** Folder to fill; `dist` below the root unless given. */
  readonly out?: string
  /** False: everything but the writing. */
  readonly write?: boolean
  /** True: units whose specs and code are as before are not made and verified again. */
  readonly cache?: boolean
  /** False: leave schemas, policies and proofs out; for measuring what they cost. */
  readonly verify?: boolean
  readonly onProgress?: (done: number, total: number) => void
  /** Takes the files instead of the folder. */
  readonly stage?: Stage
  /** Told what was loaded, before it is checked. */
  readonly onLoad?: (specs: LoadResult) => void
}

/** What a cluster came to. */
export interface ClusterSummary {
  readonly name: string
  readonly tenants: number
  readonly files: number
  readonly objects: number
}

export interface SynthResult extends StageResult {
  /** Any error among them means that nothing was written. */
  readonly findings: readonly Finding[]
  readonly clusters: readonly ClusterSummary[]
}

const nothing: StageResult = { written: [], removed: [], unchanged: 0 }

/** Load, check, resolve, draw, verify, write. Nothing is written unless everything holds. */
export async function synth(options: SynthOptions): Promise<SynthResult> {
  const out = options.out ?? join(options.root, 'dist')
  const cache = options.cache ? openCache(options.root, out, codeHash()) : noCache
  const specs = await loadSpecs(options.root, cache)
  options.onLoad?.(specs)
  const { tenants, clusters, findings: loading } = specs
  const findings = [...loading, ...checkFleet({ tenants, clusters })]
  if (hasErrors(findings)) return { findings, clusters: [], ...nothing }

  const stage = options.stage ?? openStage(out)
  try {
    const run: Run = {
      stage,
      cache,
      findings,
      verify: options.verify !== false,
      progress: progressOf(options, tenants.length),
    }
    const summaries: ClusterSummary[] = []
    for (const cluster of clusters) summaries.push(await synthCluster(run, cluster, clusters, tenants))
    if (options.write === false || hasErrors(findings)) {
      // What lies on disk as it was made need not be made again, whoever put it there.
      if (!hasErrors(findings) && stage.holds?.()) cache.save()
      stage.abort()
      return { findings, clusters: summaries, ...nothing }
    }
    const result = stage.commit(() => true)
    cache.save()
    return { findings, clusters: summaries, ...result }
  } catch (cause) {
    stage.abort()
    throw cause
  }
}

/** What draws and verifies: cdk8s, the charts and the schemas. Loaded only when a unit has to be made. */
async function loadMaker() {
  const [units, verify, made, claims] = await Promise.all([
    import('./units.ts'),
    import('../verify/index.ts'),
    import('../verify/references/made.ts'),
    import('../verify/claims.ts'),
  ])
  return { ...units, ...verify, ...made, ...claims }
}

interface Run {
  readonly stage: Stage
  readonly cache: SynthCache
  readonly findings: Finding[]
  readonly verify: boolean
  readonly progress: () => void
}

interface Count {
  readonly files: number
  readonly objects: number
}

/** A cluster's own manifests, and what they make: drawn once, and only if a unit that is made anew needs them. */
interface Shared {
  readonly cluster: ResolvedCluster
  manifests(): Promise<readonly Manifest[]>
  made(): Promise<Made>
  claims(): Promise<ClaimSchemas>
}

function sharedOf(cluster: ResolvedCluster): Shared {
  let drawn: readonly Manifest[] | undefined
  let made: Made | undefined
  let claims: ClaimSchemas | undefined
  const manifests = async () => {
    drawn ??= (await loadMaker()).clusterManifests(cluster)
    return drawn
  }
  return {
    cluster,
    manifests,
    async made() {
      made ??= (await loadMaker()).madeBy(await manifests())
      return made
    },
    async claims() {
      claims ??= (await loadMaker()).claimSchemas(await manifests())
      return claims
    },
  }
}

async function synthCluster(
  run: Run,
  cluster: Loaded<ClusterSpec>,
  clusters: readonly Loaded<ClusterSpec>[],
  tenants: readonly Loaded<TenantSpec>[],
): Promise<ClusterSummary> {
  const { spec } = cluster
  // Only the hub's own objects depend on other clusters: it makes their regions.
  const others = spec.kind === 'hub' ? clusters.filter((one) => one !== cluster) : []
  const shared = sharedOf(
    resolveCluster(
      spec,
      others.map((one) => one.spec),
    ),
  )
  let sum = await synthUnit(run, unitKey(cluster, ...others), async () => {
    const manifests = await shared.manifests()
    return { manifests, findings: run.verify ? (await loadMaker()).verifyCluster(manifests) : [] }
  })
  const members =
    spec.kind === 'hub' ? [] : tenants.filter((tenant) => Object.hasOwn(spec.cells, tenant.spec.cell))
  for (const member of members) {
    const unit = await synthUnit(run, unitKey(cluster, member), () =>
      makeTenant(run, member.spec, spec as TenantClusterSpec, shared),
    )
    sum = { files: sum.files + unit.files, objects: sum.objects + unit.objects }
    run.progress()
  }
  return { name: spec.name, tenants: members.length, ...sum }
}

/** Key of what is made from these specs and no others. */
function unitKey(...specs: readonly Loaded<unknown>[]): string {
  const hash = createHash('sha256')
  for (const one of specs) hash.update(one.hash)
  return hash.digest('hex')
}

interface MadeUnit {
  readonly manifests: readonly Manifest[]
  readonly findings: readonly Finding[]
}

async function makeTenant(
  run: Run,
  spec: TenantSpec,
  clusterSpec: TenantClusterSpec,
  shared: Shared,
): Promise<MadeUnit> {
  const maker = await loadMaker()
  const tenant = resolveTenant(spec, clusterSpec)
  const manifests = maker.tenantManifests(tenant, shared.cluster)
  if (!run.verify) return { manifests, findings: [] }
  return {
    manifests,
    findings: maker.verifyTenant(
      manifests,
      tenant,
      shared.cluster,
      await shared.made(),
      await shared.claims(),
    ),
  }
}

/** Keeps a unit that is known to hold, or makes it anew. */
async function synthUnit(run: Run, key: string, make: () => Promise<MadeUnit>): Promise<Count> {
  const known = run.cache.unit(key)
  if (known) {
    for (const path of known.paths) run.stage.keep(path)
    return { files: known.paths.length, objects: known.objects }
  }
  const { manifests, findings } = await make()
  run.findings.push(...findings)
  const files = putFiles(run.stage, manifests)
  const objects = manifests.reduce((sum, one) => sum + one.objects.length, 0)
  run.cache.note(key, objects, files)
  return { files: manifests.length, objects }
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
