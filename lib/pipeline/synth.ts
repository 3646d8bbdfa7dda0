import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Manifest } from '../kube/object.ts'
import { resolveCluster } from '../resolve/cluster.ts'
import { resolveTenant } from '../resolve/tenant.ts'
import type { ResolvedCluster } from '../resolve/types.ts'
import { checkFleet } from '../rules/index.ts'
import type { Finding } from '../spec/finding.ts'
import type { ClusterSpec, TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import { verifyCluster, verifyTenant } from '../verify/index.ts'
import { type Made, madeBy } from '../verify/references/made.ts'
import { openStage, type Stage, type StageResult } from '../write/stage.ts'
import { emitYaml } from '../write/yaml.ts'
import { noCache, openCache, type SynthCache } from './cache.ts'
import { codeHash } from './code-hash.ts'
import { type Loaded, loadSpecs } from './load.ts'
import { clusterManifests, tenantManifests } from './units.ts'

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
  const { tenants, clusters, findings: loading } = await loadSpecs(options.root, cache)
  const findings = [...loading, ...checkFleet({ tenants, clusters })]
  if (hasErrors(findings)) return { findings, clusters: [], ...nothing }

  const stage = openStage(out)
  try {
    const run: Run = {
      stage,
      cache,
      findings,
      verify: options.verify !== false,
      progress: progressOf(options, tenants.length),
    }
    const summaries = clusters.map((cluster) => synthCluster(run, cluster, tenants))
    if (options.write === false || hasErrors(findings)) {
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

interface Run {
  readonly stage: Stage
  readonly cache: SynthCache
  readonly findings: Finding[]
  readonly verify: boolean
  readonly progress: () => void
}

function synthCluster(
  run: Run,
  { spec, hash }: Loaded<ClusterSpec>,
  tenants: readonly Loaded<TenantSpec>[],
): ClusterSummary {
  const cluster = resolveCluster(spec)
  const shared = clusterManifests(cluster)
  if (run.verify) run.findings.push(...verifyCluster(shared))
  putFiles(run.stage, shared)
  const sum = { files: shared.length, objects: countObjects(shared) }
  if (spec.kind === 'hub') return { name: cluster.name, tenants: 0, ...sum }

  const made = madeBy(shared)
  const members = tenants.filter((tenant) => Object.hasOwn(spec.cells, tenant.spec.cell))
  for (const member of members) {
    const unit = synthTenant(run, member, spec, cluster, made, hash)
    sum.files += unit.files
    sum.objects += unit.objects
    run.progress()
  }
  return { name: cluster.name, tenants: members.length, ...sum }
}

function synthTenant(
  run: Run,
  member: Loaded<TenantSpec>,
  clusterSpec: TenantClusterSpec,
  cluster: ResolvedCluster,
  shared: Made,
  clusterHash: string,
): { files: number; objects: number } {
  const key = createHash('sha256').update(clusterHash).update(member.hash).digest('hex')
  const known = run.cache.unit(key)
  if (known) {
    for (const path of known.paths) run.stage.keep(path)
    return { files: known.paths.length, objects: known.objects }
  }
  const tenant = resolveTenant(member.spec, clusterSpec)
  const own = tenantManifests(tenant, cluster)
  if (run.verify) run.findings.push(...verifyTenant(own, tenant, cluster, shared))
  const files = putFiles(run.stage, own)
  const objects = countObjects(own)
  run.cache.note(key, objects, files)
  return { files: own.length, objects }
}

function putFiles(stage: Stage, manifests: readonly Manifest[]): ReadonlyMap<string, string> {
  const files = new Map(manifests.map(({ path, objects }) => [path, header + emitYaml(objects)]))
  for (const [path, content] of files) stage.put(path, content)
  return files
}

function countObjects(manifests: readonly Manifest[]): number {
  return manifests.reduce((sum, { objects }) => sum + objects.length, 0)
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
