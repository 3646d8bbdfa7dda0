import type { KubeObject } from '../../../lib/kube/object.ts'
import { readDist } from '../../support/dist.ts'
import type { Document } from '../cluster/dist.ts'
import { sourceOf } from '../cluster/waves.ts'
import { ask, settingsOf } from './checks.ts'

/** Steps of the sync engine, and the result of its operation or the reason why it waits. */
export interface Operation {
  readonly steps: readonly {
    readonly applied: readonly string[] | null
    readonly pruned: readonly string[] | null
  }[]
  readonly phase: 'Succeeded' | 'Failed' | 'Error' | 'Running'
  readonly message: string
}

export interface Sync {
  /** Objects in Git. */
  readonly target: readonly KubeObject[]
  /** Objects in the cluster. */
  readonly live?: readonly object[]
  /** Status of objects from the moment they are applied, by `Kind/name`. */
  readonly statuses?: Readonly<Record<string, object>>
  readonly pruneLast?: boolean
  /** Somebody has confirmed the deletions. */
  readonly confirmed?: boolean
}

/** Runs one operation of an Application on an empty cluster, or on what is there. */
export async function sync(request: Sync): Promise<Operation> {
  return await ask<Operation>('sync', {
    settings: settingsOf('us-east-1'),
    live: [],
    statuses: {},
    ...request,
  })
}

/** An Application and what it reads, of the committed dist. */
export interface Applied {
  readonly name: string
  readonly pruneLast: boolean
  readonly objects: readonly KubeObject[]
}

/** Every Application of a cluster. Hooks of a deletion are no part of a sync. */
export function applicationsOf(cluster: string): readonly Applied[] {
  const all: Document[] = readDist(`${cluster}/`).flatMap(({ path, objects }) =>
    objects.map((object) => ({ path, text: '', object })),
  )
  return all
    .filter(({ object }) => object.kind === 'Application')
    .map((application) => ({
      name: application.object.metadata.name,
      pruneLast: (
        application.object['spec'] as { syncPolicy: { syncOptions: readonly string[] } }
      ).syncPolicy.syncOptions.includes('PruneLast=true'),
      objects: sourceOf(application, all)
        .map(({ object }) => seen(object))
        .filter(({ metadata }) => metadata.annotations?.['argocd.argoproj.io/hook'] !== 'PreDelete'),
    }))
}

/** One of them. */
export function applicationOf(cluster: string, name: string): Applied {
  const found = applicationsOf(cluster).find((one) => one.name === name)
  if (!found) throw new Error(`${cluster} has no Application ${name}`)
  return found
}

/** `Kind/name`, as the engine's answers have it. */
export const title = ({ kind, metadata }: KubeObject) => `${kind}/${metadata.name}`

/** Statuses with which every Application of a list has the health. */
export function applicationsAre(objects: readonly KubeObject[], status: string): Record<string, object> {
  return Object.fromEntries(
    objects
      .filter(({ kind }) => kind === 'Application')
      .map((one) => [title(one), { health: { status }, sync: { status: 'Synced' } }]),
  )
}

/** Clusters in which tenants are. */
export const clustersWithTenants = ['us-east-1', 'us-west-2'] as const

/** The API server counts the versions of an object; the check of this kind compares with what its controller saw. */
function seen(object: KubeObject): KubeObject {
  if (object.kind !== 'TargetGroupBinding') return object
  const metadata = { ...object.metadata, generation: 1 }
  return { ...object, metadata }
}
