import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { error, type Finding } from '../findings/finding.ts'
import type { PlatformFleet } from '../rules/fleet.ts'
import type { ClusterSpec, CompleteClusterSpec, CompleteTenantSpec, TenantSpec } from '../spec/index.ts'
import { evaluateSpec, type Fault, SpecError, specModule } from './evaluate.ts'
import { ownHosts, ownPods } from './own/facts.ts'
import { loadOwnCharts, noOwnCharts, type OwnCharts } from './own/load.ts'
import { plainCopy } from './plain.ts'

/** A spec and its file. */
export interface Loaded<T, W = unknown> {
  /** Path from the root, with forward slashes. */
  readonly file: string
  /** With every default, see lib/spec/complete.ts. */
  readonly spec: T
  /** As its author wrote it. */
  readonly written: W
  /** SHA-256 of the file's bytes. A spec depends on nothing else, see {@link evaluateSpec}. */
  readonly hash: string
}

/** Specs of unchanged files and what was computed of them, so that thousands need not be evaluated again. */
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
  const folder = `${kind}s`
  const loaded: Loaded<T, W>[] = []
  for (const { name, isFolder } of listEntries(join(root, folder))) {
    const file = `${folder}/${name}`
    if (isFolder || !name.endsWith('.ts')) {
      // Passed over in silence, a tenant would just be missing.
      findings.push(error('stray-file', { file }, { problem: isFolder ? 'folder' : 'file', folder }))
      continue
    }
    const one = await loadFile(root, kind, file, cache)
    if ('spec' in one) loaded.push(one as Loaded<T, W>)
    else findings.push(...one.findings)
  }
  return loaded
}

interface Entry {
  readonly name: string
  readonly isFolder: boolean
}

/** Files that may be specs: no hidden files, no documents, and no files with types alone. */
function listEntries(folder: string): Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .filter(({ name }) => !/^\.|\.md$|\.d\.ts$/.test(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
}

type Both = Pick<Loaded<unknown>, 'spec' | 'written'>
type Outcome = Loaded<unknown> | { readonly findings: readonly Finding[] }

async function loadFile(
  root: string,
  kind: 'tenant' | 'cluster',
  file: string,
  cache: SpecCache,
): Promise<Outcome> {
  const path = join(root, file)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    // Its message holds a path of this machine.
    const { code } = cause as NodeJS.ErrnoException
    return { findings: [error('unreadable', { file }, { systemError: code ?? 'unknown error' })] }
  }
  const hash = createHash('sha256').update(file).update('\0').update(text).digest('hex')
  const known = cache.get(hash)
  if (known !== undefined) return { ...(known as Both), file, hash }

  const evaluated = await evaluate(file, text)
  if ('findings' in evaluated) return evaluated
  // The schemas and their library are only needed for a file that has changed.
  const [{ checkShape }, { completeCluster, completeTenant }] = await Promise.all([
    import('../rules/shape.ts'),
    import('../spec/complete.ts'),
  ])
  const { value: written } = evaluated
  const findings = checkSpec(kind, file, written, checkShape)
  if (findings.length > 0) return { findings }
  const spec =
    kind === 'tenant' ? completeTenant(written as TenantSpec) : completeCluster(written as ClusterSpec)
  const both: Both = { spec, written }
  cache.set(hash, both)
  return { ...both, file, hash }
}

async function evaluate(file: string, text: string): Promise<{ value: unknown } | { findings: Finding[] }> {
  const ran = await run(file, text)
  if (ran instanceof SpecError) {
    const { code, faults } = ran
    return { findings: faults.map((fault) => faultFinding(code, file, fault)) }
  }
  const { value } = ran
  if (value === undefined) return { findings: [error('no-default-export', { file }, {})] }
  const plain = plainCopy(value)
  if ('copy' in plain) return { value: plain.copy }
  const whole = plain.notData.find(({ field }) => field === '')
  if (whole) return notASpec(file, whole.what)
  return {
    findings: plain.notData.map(({ field, what }) => error('not-data', { file, field }, { found: what })),
  }
}

/** Its export remains wrapped: `await` would ask it for a `then`. */
async function run(file: string, text: string): Promise<{ readonly value: unknown } | SpecError> {
  try {
    return await evaluateSpec(file, text)
  } catch (cause) {
    if (cause instanceof SpecError) return cause
    throw cause
  }
}

function faultFinding(code: SpecError['code'], file: string, { position, why }: Fault): Finding {
  const at = { file, field: position }
  return code === 'spec-imports'
    ? error(code, at, { message: why, allowed: specModule })
    : error(code, at, { message: why })
}

function notASpec(file: string, found: string): { findings: Finding[] } {
  const kind = file.startsWith('tenants/') ? 'tenant' : 'cluster'
  return { findings: [error('not-a-spec', { file }, { found, kind })] }
}

type CheckShape = (kind: 'tenant' | 'cluster', file: string, spec: unknown) => Finding[]

function checkSpec(
  kind: 'tenant' | 'cluster',
  file: string,
  value: unknown,
  checkShape: CheckShape,
): Finding[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return notASpec(file, Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`)
      .findings
  }
  const shape = checkShape(kind, file, value)
  const key = kind === 'tenant' ? 'id' : 'name'
  const id = (value as Record<string, unknown>)[key]
  if (shape.some(({ field }) => field === key) || file === `${kind}s/${String(id)}.ts`) return shape
  return [...shape, error('file-name', { file, field: key }, { key, value: String(id), folder: `${kind}s` })]
}
