import type { KubeObject } from '../kube/object.ts'
import { resources } from './aws-refusals.ts'
import { whereOf } from './fold.ts'
import { groupKind, type ObjectChange } from './objects.ts'
import type { Guard } from './report.ts'

/** A setting that protects data or isolates tenants, and the changes of it that remove the protection. */
interface Protection {
  readonly path: readonly string[]
  readonly what: string
  readonly lowered: (before: unknown, after: unknown) => boolean
}

/** Argo CD's options that prevent a deletion; another option of the same prefix may replace one. */
const holds = ['Prune=confirm', 'Delete=confirm', 'Prune=false', 'Delete=false']
const options = (value: unknown) => String(value ?? '').split(',')
const kept = (value: unknown) =>
  new Set(
    options(value)
      .filter((one) => holds.includes(one))
      .map((one) => one.split('=')[0]),
  )
const fewer = (before: unknown, after: unknown) =>
  typeof before === 'number' && (typeof after !== 'number' || after < before)
/** Without policies Crossplane does everything. */
const deletes = (policies: unknown) =>
  !Array.isArray(policies) || policies.includes('*') || policies.includes('Delete')

const backups = ['backupRetentionPeriod', 'snapshotRetentionLimit'].map((field) => [
  'spec',
  'forProvider',
  field,
])
const claimBackups = ['backupDays', 'snapshotDays'].map((field) => ['spec', field])

const protections: readonly Protection[] = [
  {
    path: ['metadata', 'annotations', 'argocd.argoproj.io/sync-options'],
    what: 'a person need no longer confirm that it is deleted',
    lowered: (before, after) => [...kept(before)].some((word) => !kept(after).has(word)),
  },
  {
    path: ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'],
    what: 'its pods may do more',
    lowered: (before, after) => before === 'restricted' && after !== 'restricted',
  },
  {
    path: ['spec', 'managementPolicies'],
    what: 'Crossplane may delete it in AWS',
    lowered: (before, after) => !deletes(before) && deletes(after),
  },
  {
    path: ['spec', 'forProvider', 'deletionProtection'],
    what: 'AWS no longer refuses to delete it',
    lowered: (before, after) => before === true && after !== true,
  },
  {
    path: ['spec', 'forProvider', 'skipFinalSnapshot'],
    what: 'no snapshot is taken when it is deleted',
    lowered: (before, after) => before !== true && after === true,
  },
  ...[...backups, ...claimBackups].map((path) => ({
    path,
    what: 'backups are kept for fewer days',
    lowered: fewer,
  })),
  {
    path: ['reclaimPolicy'],
    what: 'volumes go with their claims',
    lowered: (before, after) => before === 'Retain' && after !== 'Retain',
  },
]

/** Protections that an update removes, of objects and of the resources that compositions create. */
export function loweredGuards(change: ObjectChange): Guard[] {
  const { before, after } = change
  if (change.action !== 'update' || !before || !after) return []
  if (change.kind !== 'apiextensions.crossplane.io/Composition')
    return lowered(change, change.kind, change.name, before, after)
  const now = new Map(resources(after).map((one) => [one.name, one]))
  return resources(before).flatMap(({ name, base }) => {
    const next = now.get(name)
    return next ? lowered(change, groupKind(base), `${change.name} ${name}`, base, next.base) : []
  })
}

function lowered(
  change: ObjectChange,
  kind: string,
  name: string,
  before: Partial<KubeObject>,
  after: Partial<KubeObject>,
): Guard[] {
  return protections
    .filter((one) => one.lowered(at(before, one.path), at(after, one.path)))
    .map(({ path, what }) => ({ kind, name, path: path.join('.'), what, ...whereOf(change) }))
}

function at(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object)
}
