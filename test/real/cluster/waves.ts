import { type Document, groupOf, title } from './dist.ts'

/** Objects that one Application applies in one wave, in order. */
export interface Step {
  readonly application: string
  readonly wave: number
  readonly documents: readonly Document[]
}

/** The whole of a cluster's dist as Argo CD syncs it. */
export interface SyncPlan {
  /** One after the other; the lanes of a stage, one an Application, side by side. */
  readonly stages: readonly (readonly (readonly Step[])[])[]
  /** All steps of all lanes. */
  readonly steps: readonly Step[]
  /** Objects run at other times than a sync: before the deletion of their Application. */
  readonly hooks: readonly Document[]
  /** Objects that no Application would ever apply. */
  readonly forgotten: readonly string[]
}

type Wave = Omit<Step, 'application'>

/** The part of an Application that says what it applies. */
interface ApplicationSpec {
  readonly source: {
    readonly path: string
    readonly directory?: { readonly include?: string; readonly exclude?: string; readonly recurse?: boolean }
  }
}

/**
 * Order of kinds within a wave: first the first; kinds that are not named, custom ones above all, come last.
 *
 * @see https://github.com/argoproj/argo-cd gitops-engine/pkg/sync/sync_tasks.go
 */
const kindOrder = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
]
const phaseOrder = ['PreSync', 'Sync', 'PostSync']

/**
 * Follows the root Application through dist: its objects wave by wave, and after each wave the Applications that
 * came with it, which the root waits for.
 *
 * @throws when dist has no root Application
 */
export function syncPlan(dist: readonly Document[]): SyncPlan {
  const root = dist.find(({ object }) => isApplication(object) && object.metadata.name === 'root')
  if (!root) throw new Error('dist has no Application named root')
  const visited = new Set<string>()
  const hooks: Document[] = []
  const wavesOf = (application: Document): readonly Wave[] => {
    visited.add(application.object.metadata.name)
    const sources = sourceOf(application, dist)
    hooks.push(...sources.filter((one) => phaseOf(one) === undefined))
    return waves(sources.filter((one) => phaseOf(one) !== undefined))
  }
  const childrenOf = ({ documents }: Wave) =>
    documents.filter(({ object }) => isApplication(object) && !visited.has(object.metadata.name))
  const lane = (application: Document): readonly Step[] =>
    wavesOf(application).flatMap((wave) => [
      { application: application.object.metadata.name, ...wave },
      ...childrenOf(wave).flatMap(lane),
    ])
  const stages = wavesOf(root).flatMap((wave) => [
    [[{ application: 'root', ...wave }]],
    childrenOf(wave).map(lane),
  ])
  const steps = stages.flat(2)
  const reached = new Set([...hooks, ...steps.flatMap(({ documents }) => documents)])
  const forgotten = dist
    .filter((one) => !reached.has(one))
    .map((one) => `${title(one.object)} in ${one.path}`)
  return { stages, steps, hooks, forgotten }
}

function isApplication({ apiVersion, kind }: Document['object']): boolean {
  return kind === 'Application' && apiVersion.startsWith('argoproj.io/')
}

/** The documents that an Application applies. */
export function sourceOf({ object }: Document, dist: readonly Document[]): readonly Document[] {
  const { source } = object['spec'] as ApplicationSpec
  const { include, exclude, recurse = false } = source.directory ?? {}
  const folder = `${source.path.replace(/^dist\//, '')}/`
  return dist.filter(({ path }) => {
    if (!path.startsWith(folder)) return false
    const name = path.slice(folder.length)
    if (name.includes('/') && !recurse) return false
    return (include === undefined || glob(include).test(name)) && !(exclude && glob(exclude).test(name))
  })
}

/** Argo CD's globs: `*` also crosses folders, `{a,b}` lists alternatives. */
export function glob(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^$()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll(/\{([^}]*)\}/g, (_, list: string) => `(?:${list.replaceAll(',', '|')})`)
  return new RegExp(`^${source}$`)
}

function waves(documents: readonly Document[]): readonly Wave[] {
  const groups: { key: string; wave: number; documents: Document[] }[] = []
  for (const { one, phase, wave } of ranked(documents)) {
    const key = `${phase} ${wave}`
    const last = groups.at(-1)
    if (last?.key === key) last.documents.push(one)
    else groups.push({ key, wave, documents: [one] })
  }
  return groups
}

/** The order of one Application: phase, wave, kind, name; a namespace or a CRD before what needs it. */
export function inOrder(documents: readonly Document[]): readonly Document[] {
  return ranked(documents).map(({ one }) => one)
}

function ranked(documents: readonly Document[]) {
  const needed = new Map<string, number>()
  for (const one of documents) {
    for (const key of needs(one)) needed.set(key, Math.min(needed.get(key) ?? Infinity, waveOf(one)))
  }
  const wave = (one: Document) =>
    Math.min(waveOf(one), ...gives(one).map((key) => needed.get(key) ?? Infinity))
  return documents
    .map((one) => ({ one, phase: phaseOrder.indexOf(phaseOf(one) ?? ''), wave: wave(one) }))
    .sort(
      (a, b) =>
        a.phase - b.phase ||
        a.wave - b.wave ||
        kindRank(a.one) - kindRank(b.one) ||
        compare(a.one.object.metadata.name, b.one.object.metadata.name),
    )
}

function needs({ object }: Document): string[] {
  const { namespace } = object.metadata
  return [`kind ${groupOf(object)}/${object.kind}`, ...(namespace ? [`namespace ${namespace}`] : [])]
}

function gives({ object }: Document): string[] {
  if (object.kind === 'Namespace') return [`namespace ${object.metadata.name}`]
  if (object.kind !== 'CustomResourceDefinition') return []
  const { group, names } = object['spec'] as { group: string; names: { kind: string } }
  return [`kind ${group}/${names.kind}`]
}

function kindRank({ object }: Document): number {
  const index = kindOrder.indexOf(object.kind)
  return index < 0 ? kindOrder.length : index
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function waveOf({ object }: Document): number {
  return Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0)
}

/** Phase of a sync in which an object is applied; none when it is a hook of another event. */
export function phaseOf({ object }: Document): string | undefined {
  const hook = object.metadata.annotations?.['argocd.argoproj.io/hook']
  if (hook === undefined) return 'Sync'
  return phaseOrder.find((phase) => hook.split(',').includes(phase))
}
