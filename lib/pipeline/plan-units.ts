import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KubeObject } from '../kube/object.ts'
import type { Unit } from '../plan/objects.ts'
import { NotOurYaml, readDocument, splitDocuments } from '../write/read-yaml.ts'
import type { BlobReader, ChangedFile } from './git.ts'
import type { PlanStage } from './plan-stage.ts'

/** A file of dist that may differ between base and what the specs give now. Paths are below dist. */
interface DistFile {
  readonly path: string
  before(): Promise<string | undefined>
  after(): string | undefined
}

/** A unit and its files. */
export interface UnitFiles {
  readonly unit: Unit
  readonly files: readonly DistFile[]
  /** Whether the base has an Application for a tenant's folder; without one the folder is in no cluster any more. */
  readonly application: 'there' | 'withdrawn'
}

/** The part of dist that a path belongs to; undefined for what is no manifest. */
export function unitOf(path: string): Unit | undefined {
  const [cluster, folder, name, ...rest] = path.split('/')
  if (!cluster || !folder || !name || !path.endsWith('.yaml')) return undefined
  if (folder === 'tenants' && rest.length > 0) return { cluster, tenant: name }
  const application = folder === 'argocd' ? /^tenant-(.+)\.yaml$/.exec(name)?.[1] : undefined
  return application === undefined ? { cluster } : { cluster, tenant: application }
}

/** Every file that differs from the base, on disk or as synthesis makes it, by unit. */
export function unitsOf(
  dist: string,
  changed: readonly ChangedFile[],
  stage: PlanStage,
  superfluous: readonly string[],
  blobs: BlobReader,
): UnitFiles[] {
  const prefix = 'dist/'
  const inGit = new Map(
    changed
      .filter(({ path }) => path.startsWith(prefix))
      .map((file) => [file.path.slice(prefix.length), file]),
  )
  const gone = new Set(superfluous)
  const units = new Map<string, UnitFiles & { files: DistFile[] }>()
  for (const path of [...new Set([...inGit.keys(), ...stage.differing.keys(), ...gone])].sort()) {
    const unit = unitOf(path)
    if (!unit) continue
    const onDisk = () => readIfThere(join(dist, path))
    const known = inGit.get(path)
    const file: DistFile = {
      path,
      // Files that git does not list are the same on disk as in the base.
      before: async () => (known ? known.blob && (await blobs.read(known.blob)) : onDisk()),
      after: () => stage.differing.get(path) ?? (gone.has(path) ? undefined : onDisk()),
    }
    const key = `${unit.cluster} ${unit.tenant ?? ''}`
    const group = units.get(key) ?? { unit, files: [], application: applicationOf(dist, unit, inGit) }
    group.files.push(file)
    units.set(key, group)
  }
  return [...units.values()]
}

function applicationOf(
  dist: string,
  { cluster, tenant }: Unit,
  inGit: ReadonlyMap<string, ChangedFile>,
): UnitFiles['application'] {
  if (tenant === undefined) return 'there'
  const path = `${cluster}/argocd/tenant-${tenant}.yaml`
  const known = inGit.get(path)
  // Files that git does not list are the same on disk as in the base.
  return (known ? known.blob !== undefined : existsSync(join(dist, path))) ? 'there' : 'withdrawn'
}

/** The objects of a unit's files that differ, on both sides; documents that are the same text are not read. */
export async function readUnit({
  files,
}: UnitFiles): Promise<{ readonly before: readonly KubeObject[]; readonly after: readonly KubeObject[] }> {
  const before: string[] = []
  const after: string[] = []
  for (const file of files) {
    before.push(...splitDocuments((await file.before()) ?? ''))
    after.push(...splitDocuments(file.after() ?? ''))
  }
  const [old, now] = [new Set(before), new Set(after)]
  return {
    before: await readAll(before.filter((text) => !now.has(text))),
    after: await readAll(after.filter((text) => !old.has(text))),
  }
}

async function readAll(texts: readonly string[]): Promise<KubeObject[]> {
  const objects: KubeObject[] = []
  for (const text of texts) {
    try {
      objects.push(readDocument(text))
    } catch (cause) {
      if (!(cause instanceof NotOurYaml)) throw cause
      const { parse } = await import('yaml')
      const object: unknown = parse(text, { version: '1.1' })
      if (isObject(object)) objects.push(object)
    }
  }
  return objects
}

/** Other YAML may lie in an old dist: what is no Kubernetes object changes nothing in a cluster. */
function isObject(value: unknown): value is KubeObject {
  const { apiVersion, kind, metadata } = (value ?? {}) as Partial<Record<string, unknown>>
  const name = (metadata as { name?: unknown } | undefined)?.name
  return [apiVersion, kind, name].every((one) => typeof one === 'string')
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
