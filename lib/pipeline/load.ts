import { createHash } from 'node:crypto'
import { error, type Finding } from '../findings/finding.ts'
import type { PlatformFleet } from '../rules/fleet.ts'
import type { ClusterSpec, CompleteClusterSpec, CompleteTenantSpec, TenantSpec } from '../spec/index.ts'
import { ownHosts, ownPods } from './own/facts.ts'
import { loadOwnCharts, noOwnCharts, type OwnCharts } from './own/load.ts'
import { listSpecs, readSpec } from './spec/files.ts'
import { parseSpec } from './spec/parse.ts'
import type { SpecValue } from './spec/values.ts'

/** A spec and its file. */
export interface Loaded<T, W = unknown> {
  /** Path from the root, with forward slashes. */
  readonly file: string
  /** With every default, see lib/spec/complete.ts. */
  readonly spec: T
  /** As its author wrote it. */
  readonly written: W
  /** SHA-256 of the file's name and text. A spec depends on nothing else, see {@link parseSpec}. */
  readonly hash: string
}

/** Specs of unchanged files and what was computed of them, so that thousands need not be checked again. */
export interface SpecCache {
  get(hash: string): unknown
  set(hash: string, spec: unknown): void
}

/** Everything that `tenants/` and `clusters/` hold, and what is wrong with it. */
export interface LoadResult extends PlatformFleet {
  readonly tenants: readonly Loaded<CompleteTenantSpec, TenantSpec>[]
  readonly clusters: readonly Loaded<CompleteClusterSpec>[]
  readonly findings: readonly Finding[]
  readonly ownCharts: OwnCharts
}

const noCache: SpecCache = { get: () => undefined, set: () => undefined }

/**
 * Loads and checks the shape of every spec file, and draws own charts; both are found by their presence. All mistakes of
 * all files come at once.
 *
 * @param mayWrite false: drawn own charts are not kept for the next run
 */
export async function loadSpecs(
  root: string,
  cache: SpecCache = noCache,
  mayWrite = true,
): Promise<LoadResult> {
  const findings: Finding[] = []
  const clusters = await loadFolder<CompleteClusterSpec, ClusterSpec>(root, 'cluster', cache, findings)
  // Everything would hold of nothing, and all of dist/ be stale.
  if (clusters.length === 0 && findings.length === 0) {
    findings.push(error('no-clusters', { file: 'clusters' }, {}))
  }
  const tenants = await loadFolder<CompleteTenantSpec, TenantSpec>(root, 'tenant', cache, findings)
  const { componentPods } = await import('../../charts/platform/registry.ts')
  const ownCharts = findings.length > 0 ? noOwnCharts : await loadOwnCharts(root, clusters, mayWrite)
  return {
    tenants,
    clusters,
    findings: [...findings, ...ownCharts.findings],
    platform: [...componentPods, ...ownPods(ownCharts.drawn, clusters)],
    own: ownHosts(ownCharts.drawn),
    ownCharts,
  }
}

async function loadFolder<T, W>(
  root: string,
  kind: 'tenant' | 'cluster',
  cache: SpecCache,
  findings: Finding[],
): Promise<Loaded<T, W>[]> {
  const folder = `${kind}s` as const
  const loaded: Loaded<T, W>[] = []
  const listed = listSpecs(root, folder)
  findings.push(...listed.findings)
  const files = new Set(listed.files.map((name) => `${folder}/${name}`))
  for (const file of files) {
    const one = await loadFile(root, kind, file, cache)
    if ('spec' in one) loaded.push(one as Loaded<T, W>)
    else findings.push(...one.findings.map((finding) => withTaken(finding, files)))
  }
  return loaded
}

/** A file cannot take the name of another one. */
function withTaken(finding: Finding, files: ReadonlySet<string>): Finding {
  if (finding.code !== 'file-name') return finding
  const { folder, value } = finding.facts
  return files.has(`${folder}/${value}.ts`)
    ? { ...finding, facts: { ...finding.facts, taken: true } }
    : finding
}

type Both = Pick<Loaded<unknown>, 'spec' | 'written'>
type Outcome = Loaded<unknown> | { readonly findings: readonly Finding[] }

async function loadFile(
  root: string,
  kind: 'tenant' | 'cluster',
  file: string,
  cache: SpecCache,
): Promise<Outcome> {
  const read = readSpec(root, file)
  if ('finding' in read) return { findings: [read.finding] }
  const hash = createHash('sha256').update(file).update('\0').update(read.text).digest('hex')
  const known = cache.get(hash)
  if (known !== undefined) return { ...(known as Both), file, hash }

  const parsed = parseSpec(file, read.text)
  if ('findings' in parsed) return parsed
  // The schemas and their library are only needed for a file that has changed.
  const [{ checkShape }, { completeCluster, completeTenant }] = await Promise.all([
    import('../rules/shape.ts'),
    import('../spec/complete.ts'),
  ])
  const written: unknown = parsed.value
  const findings = checkSpec(kind, file, parsed.value, checkShape)
  if (findings.length > 0) return { findings }
  const spec =
    kind === 'tenant' ? completeTenant(written as TenantSpec) : completeCluster(written as ClusterSpec)
  const both: Both = { spec, written }
  cache.set(hash, both)
  return { ...both, file, hash }
}

type CheckShape = (kind: 'tenant' | 'cluster', file: string, spec: unknown) => Finding[]

/** The shape of a spec, and the name of its file. */
function checkSpec(
  kind: 'tenant' | 'cluster',
  file: string,
  spec: SpecValue,
  checkShape: CheckShape,
): Finding[] {
  const shape = checkShape(kind, file, spec)
  const key = kind === 'tenant' ? 'id' : 'name'
  const id = spec[key]
  if (shape.some(({ field }) => field === key) || file === `${kind}s/${id}.ts`) return shape
  return [...shape, error('file-name', { file, field: key }, { key, value: String(id), folder: `${kind}s` })]
}
