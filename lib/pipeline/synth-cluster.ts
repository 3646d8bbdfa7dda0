import { exceptionsOfUnit } from '../../charts/platform/registry.ts'
import type { Finding } from '../findings/finding.ts'
import type { Manifest } from '../kube/object.ts'
import type { DrawnOwnChart } from '../kube/own-chart.ts'
import { resolveCluster } from '../resolve/cluster.ts'
import { resolvePlaced } from '../resolve/placed.ts'
import type { ResolvedCluster, ResolvedTenant } from '../resolve/types.ts'
import type { CompleteClusterSpec } from '../spec/index.ts'
import { addToFolder } from '../verify/directories.ts'
import type { ClusterFacts } from '../verify/index.ts'
import type { Stage } from '../write/stage.ts'
import { emitYaml } from '../write/yaml.ts'
import type { SynthCache, UnitId } from './cache.ts'
import type { Loaded } from './load.ts'
import type { ClusterMembers } from './members.ts'
import type { OwnCharts } from './own/load.ts'

/** First line of every file of dist. */
const header = '# Made by `npm run synth` from tenants/ and clusters/. Do not edit.\n'

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

/** Code that draws and verifies: cdk8s, the charts and the schemas. Loaded only when a unit has to be made. */
async function loadMaker() {
  const [units, verify, own] = await Promise.all([
    import('./units.ts'),
    import('../verify/index.ts'),
    import('../verify/own/index.ts'),
  ])
  return { ...units, ...verify, ...own }
}

/** A synthesis under way. */
export interface Run {
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

/** Makes and verifies the units of a cluster: its own objects, its own charts, its tenants. */
export async function synthCluster(
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
    verify: async () => (await loadMaker()).verifyCluster(await shared.manifests(), exceptionsOfUnit),
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
