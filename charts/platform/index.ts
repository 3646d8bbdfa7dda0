import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ClusterKind, Component } from '../../lib/kube/component.ts'
import { waves } from '../../lib/kube/waves.ts'
import type { ResolvedRegion } from '../../lib/resolve/region.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'
import { crdCharts } from '../kit/crds.ts'
import { registry } from './registry.ts'

/** A part of a cluster's platform: a folder of dist and an Application of its own. */
export interface Unit {
  readonly name: string
  /** Wave of the component's Application below the root. Operators come before the objects that they manage. */
  readonly wave: number
  readonly draw: (scope: Construct, cluster: ResolvedCluster) => readonly Chart[]
}

/** The function that each component's `index.ts` exports. It gets a region where the component is drawn for each. */
type Draw = (scope: Construct, cluster: ResolvedCluster, region?: ResolvedRegion) => readonly Chart[]

const drawers = new Map(
  await Promise.all(
    registry.map(async ({ name }) => {
      const { charts } = (await import(`./${name}/index.ts`)) as { charts: Draw }
      return [name, charts] as const
    }),
  ),
)

/** The CRDs of an operator, in an Application of their own that is synced before the component. */
const crds = registry.flatMap(({ name, crds = {} }) =>
  Object.entries(crds).map(([operator, { clusters }]) => ({
    of: name,
    folder: new URL(`${name}/crds/${operator}/`, import.meta.url),
    name: `${operator}-crds`,
    clusters,
  })),
)

const order = waves([
  ...crds.map(({ name }) => ({ name, after: ['priorities'] })),
  ...registry.map(({ name, after }) => ({
    name,
    after: [...after, ...crds.filter((one) => one.of === name).map((one) => one.name)],
  })),
])

/** The units of a cluster, in the order in which they can be applied. */
export function units(cluster: ResolvedCluster): readonly Unit[] {
  const all = [
    ...crds
      .filter(({ clusters }) => clusters.includes(cluster.kind))
      .map(({ name, folder }) => ({ name, wave: waveOf(name), draw: crdCharts(folder) })),
    ...registry.filter((one) => isPartOf(one, cluster)).flatMap((one) => unitsOf(one, cluster)),
  ]
  return all.sort((a, b) => a.wave - b.wave || (a.name < b.name ? -1 : 1))
}

function isPartOf({ clusters, where }: Component, cluster: ResolvedCluster): boolean {
  return (clusters as readonly ClusterKind[]).includes(cluster.kind) && (where?.(cluster) ?? true)
}

function unitsOf({ name, forEach }: Component, { regions }: ResolvedCluster): Unit[] {
  const charts = drawers.get(name)
  if (!charts) throw new Error(`component ${name} has no index.ts`)
  const wave = waveOf(name)
  if (forEach === undefined) return [{ name, wave, draw: (scope, cluster) => charts(scope, cluster) }]
  return regions.map((region) => ({
    name: `${name}-${region.name}`,
    wave,
    draw: (scope, cluster) => charts(scope, cluster, region),
  }))
}

/** Wave of a component's Application. @throws for a name that no component has */
export function waveOf(name: string): number {
  const wave = order.get(name)
  if (wave === undefined) throw new Error(`no component is named ${name}`)
  return wave
}
