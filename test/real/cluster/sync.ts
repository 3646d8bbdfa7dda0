import type { KubeObject } from '../../../lib/kube/object.ts'
import type { ClusterSpec } from '../../../lib/spec/index.ts'
import type { LiveObject } from './api.ts'
import type { Cluster } from './control-plane.ts'
import { definedKind, missingCrds } from './crds.ts'
import type { Document } from './dist.ts'
import type { Applied } from './kubectl.ts'
import { waitUntilNone } from './wait.ts'
import type { Step, SyncPlan } from './waves.ts'
import { derivedCrds } from './xrds.ts'

/**
 * Content of a cluster before the first sync: Argo CD's namespace and its CRDs, as dist has them, and those of kinds
 * that packages bring. All other CRDs come with the sync, each in its wave.
 */
export async function prepare(cluster: Cluster, spec: ClusterSpec, dist: readonly Document[]): Promise<void> {
  const objects = dist.map(({ object }) => object)
  const crds = [
    ...objects.filter(isOfArgocd),
    ...missingCrds(objects, new Set(objects.filter(isXrd).flatMap(derivedCrds).map(definedKind))),
  ]
  const own = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'argocd')
  await mustApply(cluster, [...crds, own ?? namespace('argocd')])
  await established(cluster, crds)
  if (spec.kind === 'local' && !(await hasDefaultClass(cluster))) await mustApply(cluster, [laptopClass])
}

/**
 * Applies steps in order, those of Applications of one wave of the root side by side; continues after a rejection, as
 * each Application would.
 */
export async function sync(cluster: Cluster, plan: SyncPlan): Promise<Applied> {
  const outcomes: Applied[] = []
  for (const stage of plan.stages) {
    const lanes = await atMost(4, stage, async (steps) => {
      const lane: Applied[] = []
      for (const step of steps) lane.push(await applyStep(cluster, step))
      return lane
    })
    outcomes.push(...lanes.flat())
  }
  return total(outcomes)
}

/** Applies everything once more, in one go: all kinds and namespaces are there. */
export async function syncAgain({ kubectl }: Cluster, documents: readonly Document[]): Promise<Applied> {
  return await kubectl.apply(documents.map(({ text }) => text))
}

async function applyStep(cluster: Cluster, { documents }: Step): Promise<Applied> {
  const outcome = await syncAgain(cluster, documents)
  const objects = documents.map(({ object }) => object)
  await established(
    cluster,
    objects.filter(({ kind }) => kind === 'CustomResourceDefinition'),
  )
  // The next step of Crossplane.
  const derived = objects.filter(isXrd).flatMap(derivedCrds)
  await mustApply(cluster, derived)
  await established(cluster, derived)
  return outcome
}

async function atMost<A, B>(count: number, items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = []
  const queue = [...items.entries()]
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: count }, worker))
  return results
}

function total(outcomes: readonly Applied[]): Applied {
  return {
    applied: outcomes.reduce((sum, { applied }) => sum + applied, 0),
    refused: outcomes.flatMap(({ refused }) => refused),
    warnings: outcomes.flatMap(({ warnings }) => warnings),
  }
}

function isOfArgocd(object: KubeObject): boolean {
  return object.kind === 'CustomResourceDefinition' && definedKind(object).startsWith('argoproj.io ')
}

export function isXrd({ kind, apiVersion }: KubeObject): boolean {
  return kind === 'CompositeResourceDefinition' && apiVersion.startsWith('apiextensions.crossplane.io/')
}

/** Applies objects. Throws when one is refused. */
export async function mustApply({ kubectl }: Cluster, objects: readonly KubeObject[]): Promise<void> {
  if (objects.length === 0) return
  const { applied, refused } = await kubectl.apply(objects.map((object) => JSON.stringify(object)))
  if (applied !== objects.length) throw new Error(`${applied} of ${objects.length}: ${refused.join('\n')}`)
}

/** Waits until the API server serves the kinds; `kubectl wait` fails on a CRD that has no status yet. */
export async function established({ api }: Cluster, crds: readonly KubeObject[]): Promise<void> {
  if (crds.length === 0) return
  const left = await waitUntilNone(async () => {
    const all = await api.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')
    const served = new Set(all.filter(isEstablished).map(({ metadata }) => metadata.name))
    return crds.map(({ metadata }) => metadata.name).filter((name) => !served.has(name))
  }, 60)
  if (left.length > 0) throw new Error(`not served after a minute: ${left.join(', ')}`)
}

function isEstablished({ status }: LiveObject): boolean {
  const { conditions = [] } = (status ?? {}) as { conditions?: { type: string; status: string }[] }
  return conditions.some((one) => one.type === 'Established' && one.status === 'True')
}

function namespace(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

const defaultClass = 'storageclass.kubernetes.io/is-default-class'

async function hasDefaultClass({ api }: Cluster): Promise<boolean> {
  const classes = await api.list('/apis/storage.k8s.io/v1/storageclasses')
  return classes.some(({ metadata }) => metadata.annotations?.[defaultClass] === 'true')
}

/** kind and k3d bring a default class. @see https://github.com/rancher/local-path-provisioner */
export const laptopClass: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { [defaultClass]: 'true' } },
  provisioner: 'rancher.io/local-path',
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
}
