import { resources } from './aws-refusals.ts'
import { diffFields, type FieldChange } from './fields.ts'
import { whereOf } from './fold.ts'
import { groupKind, type ObjectChange } from './objects.ts'
import type { Guard } from './report.ts'

/** A field that keeps data or keeps tenants apart, and when a change of it takes protection away. */
interface Protection {
  readonly field: RegExp
  readonly what: string
  readonly lowered: (before: unknown, after: unknown) => boolean
}

const fewer = (before: unknown, after: unknown) =>
  typeof before === 'number' && (typeof after !== 'number' || after < before)
const options = (value: unknown) => String(value ?? '').split(',')
const deletes = (value: unknown) =>
  value === undefined || (Array.isArray(value) && (value.includes('*') || value.includes('Delete')))

const protections: readonly Protection[] = [
  {
    field: /^metadata\.annotations\."argocd\.argoproj\.io\/sync-options"$/,
    what: 'a person need no longer confirm that it is deleted',
    lowered: (before, after) =>
      ['Prune=confirm', 'Delete=confirm', 'Prune=false', 'Delete=false'].some(
        (one) =>
          options(before).includes(one) &&
          !options(after).some((other) => other.startsWith(one.split('=')[0] ?? '')),
      ),
  },
  {
    field: /^metadata\.labels\."pod-security\.kubernetes\.io\/enforce"$/,
    what: 'pods may do more',
    lowered: (before, after) => before === 'restricted' && after !== 'restricted',
  },
  {
    field: /(?:^|\.)managementPolicies(?:\[\])?$/,
    what: 'Crossplane may delete it in AWS',
    lowered: (before, after) => deletes(after) && !(before !== undefined && deletes(before)),
  },
  {
    field: /(?:^|\.)deletionProtection$/,
    what: 'AWS no longer refuses to delete it',
    lowered: (before) => before === true,
  },
  {
    field: /(?:^|\.)skipFinalSnapshot$/,
    what: 'no snapshot is taken when it is deleted',
    lowered: (_, after) => after === true,
  },
  {
    field: /(?:^|\.)(?:backupRetentionPeriod|backupDays|snapshotRetentionLimit|snapshotDays)$/,
    what: 'backups are kept for fewer days',
    lowered: fewer,
  },
  {
    field: /(?:^|\.)reclaimPolicy$/,
    what: 'volumes go with their claims',
    lowered: (_, after) => after === 'Delete',
  },
]

/** Fields of an update that take protection away, of objects and of what compositions make. */
export function loweredGuards(change: ObjectChange): Guard[] {
  if (change.action !== 'update') return []
  const lowered = (kind: string, name: string, fields: readonly FieldChange[]) =>
    fields.flatMap(({ path, before, after }): Guard[] => {
      const hit = protections.find((one) => one.field.test(path) && one.lowered(before, after))
      return hit ? [{ kind, name, path, what: hit.what, ...whereOf(change) }] : []
    })
  if (change.kind !== 'apiextensions.crossplane.io/Composition')
    return lowered(change.kind, change.name, change.fields)
  const after = new Map(resources(change.after).map((one) => [one.name, one]))
  return resources(change.before).flatMap(({ name, base }) => {
    const now = after.get(name)
    return now ? lowered(groupKind(base), `${change.name} ${name}`, diffFields(base, now.base)) : []
  })
}
