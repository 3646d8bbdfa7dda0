import { expect } from 'vitest'
import { loadSpecs } from '../../lib/pipeline/load.ts'
import { placements } from '../../lib/resolve/placement.ts'
import type {
  CompleteClusterSpec,
  CompleteHubSpec,
  CompleteRegionalSpec,
  CompleteTenantSpec,
} from '../../lib/spec/index.ts'
import { fixtures, subject } from './workspace.ts'

const loaded = await loadSpecs(subject)

/** Tenants of the subject, whichever they are. */
export const tenants: readonly CompleteTenantSpec[] = loaded.tenants.map(({ spec }) => spec)
/** Pods of its components and own charts. */
export const platformPods = loaded.platform
/** Its clusters. */
export const clusters: readonly CompleteClusterSpec[] = loaded.clusters.map(({ spec }) => spec)
/** Its clusters in regions of AWS. */
export const regionals = clusters.filter((one): one is CompleteRegionalSpec => one.kind === 'regional')
/** Its management cluster, if it has one. */
export const hub = clusters.find((one): one is CompleteHubSpec => one.kind === 'hub')
/** Clusters with an Argo CD: all but laptops. */
export const synced = clusters.filter(({ kind }) => kind !== 'local')

/** True in the run on the fixtures, of which it is known that they have every case. */
export const areFixtures = subject === fixtures

/**
 * Keeps a property from holding of nothing: of the fixtures it must have been seen so often. A repository's own specs
 * may lack any case, and there the property holds of what there is.
 */
export function expectSeen(count: number, least = 1): void {
  if (areFixtures) expect(count).toBeGreaterThanOrEqual(least)
}

/** Everything that may be seen: of the fixtures all of it must be, of other specs nothing else. */
export function expectOnly(seen: Iterable<string>, known: Iterable<string>): void {
  const [found, all] = [[...new Set(seen)].sort(), [...new Set(known)].sort()]
  if (areFixtures) expect(found).toEqual(all)
  else expect(all).toEqual(expect.arrayContaining(found))
}

/** Tenants that a cluster holds, each with what the cluster is to its cell. */
export function membersOf(cluster: CompleteRegionalSpec) {
  const places = placements(cluster, clusters)
  return tenants.flatMap((spec) => {
    const place = places.get(spec.cell)
    return place ? [{ spec, ...place }] : []
  })
}
