import type { Api } from './api.ts'
import type { Cluster } from './control-plane.ts'
import type { Document } from './dist.ts'
import { distWith } from './dist-with.ts'
import { completedJobs, livePods, refusedPods, unsettled } from './fleet.ts'
import { remove, tenantDocuments } from './remove.ts'
import { changed, keyOf, snapshot } from './snapshot.ts'
import type { Subject } from './subject.ts'
import { waitUntilNone } from './wait.ts'
import { inOrder, phaseOf } from './waves.ts'

/**
 * Lets tenants of a cluster leave, the first for a while and the second for good; of one that runs a single tenant it is
 * that one. Answers what was seen of each.
 */
export async function departures(cluster: Cluster, { name, dist, active }: Subject): Promise<Departure[]> {
  const leavers = active
    .slice(-2)
    .map((spec, index) => ({ spec, state: index === 0 ? ('offboarding' as const) : ('deleted' as const) }))
  const after = await distWith(
    name,
    leavers.map(({ spec, state }) => ({ ...spec, state })),
  )
  const seen: Departure[] = []
  for (const { spec, state } of leavers) {
    const applications = after.filter(({ path }) => path === `${name}/argocd/tenant-${spec.id}.yaml`)
    const synced = await depart(cluster, name, spec.id, [dist, after])
    seen.push({ id: spec.id, state, withdrawn: applications.length === 0, ...synced })
  }
  return seen
}

/** Observations of a leaving tenant. */
export interface Departure {
  readonly id: string
  readonly state: 'offboarding' | 'deleted'
  /** Whether Argo CD has no Application of it any more. */
  readonly withdrawn: boolean
  /** Of the sync, of a second one, and of the hook that Argo CD runs before it deletes. */
  readonly refused: readonly string[]
  readonly warnings: readonly string[]
  /** Changes of a second sync. */
  readonly changed: readonly string[]
  /** Jobs that have not completed, and other unfinished work. */
  readonly unsettled: readonly string[]
  /** Pods that controllers were not let make: against the quota, a limit range or Pod Security. */
  readonly refusedPods: readonly string[]
  /** Pods that serve, and what would start them again. */
  readonly serving: readonly string[]
  /** Jobs of the namespace that have completed, by name. */
  readonly exported: readonly string[]
}

/** Syncs a running tenant to the folder of one that leaves, as Argo CD does, then runs what it runs before it deletes. */
async function depart(
  cluster: Cluster,
  name: string,
  id: string,
  [before, after]: readonly [readonly Document[], readonly Document[]],
): Promise<Omit<Departure, 'id' | 'state' | 'withdrawn'>> {
  const { api, kubectl } = cluster
  const own = (dist: readonly Document[]) =>
    tenantDocuments(dist, name, id).filter(({ path }) => path.includes('/tenants/'))
  const now = own(after)
  const synced = inOrder(now.filter((one) => phaseOf(one) !== undefined))
  const hooks = now.filter((one) => phaseOf(one) === undefined)
  // Replicas are the autoscaler's until now: Argo CD takes them back, as it does with every field of Git.
  const first = await kubectl.apply(texts(synced), 'taken')
  const kept = new Set(synced.map(({ object }) => keyOf(object)))
  await remove(
    api,
    own(before).filter((one) => phaseOf(one) !== undefined && !kept.has(keyOf(one.object))),
  )
  const rest = await waitUntilNone(() => unsettled(api, 'nothing'), 90)
  const served = await snapshot(api)
  const second = await kubectl.apply(texts(synced))
  const differences = changed(served, await snapshot(api), kept)
  const last = await kubectl.apply(texts(hooks))
  const restOfHooks = await waitUntilNone(() => unsettled(api, 'nothing'), 60)
  return {
    refused: [first, second, last].flatMap(({ refused }) => refused),
    warnings: [first, second, last].flatMap(({ warnings }) => warnings),
    changed: differences,
    unsettled: [...rest, ...restOfHooks],
    refusedPods: await refusedPods(api),
    serving: await serving(api, `tenant-${id}`),
    exported: await completedJobs(api, `tenant-${id}`),
  }
}

function texts(documents: readonly Document[]): string[] {
  return documents.map(({ text }) => text)
}

async function serving(api: Api, namespace: string): Promise<string[]> {
  const scalers = await api.list(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`)
  const pods = (await livePods(api)).filter((pod) => pod.metadata.namespace === namespace)
  return [...pods, ...scalers].map(({ metadata }) => metadata.name)
}
