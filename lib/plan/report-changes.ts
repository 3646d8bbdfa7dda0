import { Type } from 'typebox'
import { closed, count, names, where } from './report-common.ts'

/** A field before and after. */
const field = Type.Object(
  {
    path: Type.String({ description: 'Dotted; items of keyed lists by their key' }),
    before: Type.Optional(Type.Unknown({ description: 'Absent: there was no such field' })),
    after: Type.Optional(Type.Unknown({ description: 'Absent: there is none any more' })),
    lines: Type.Optional(
      Type.Object({ added: count('Lines that came'), removed: count('Lines that went') }, closed),
    ),
    variants: Type.Optional(count('Objects of the group differ in the value; an example is shown')),
  },
  closed,
)

/** A tenant in a line. */
export const tenant = Type.Object(
  {
    id: Type.String(),
    cluster: Type.String(),
    cell: Type.String(),
    tier: Type.String(),
    ring: Type.String(),
    state: Type.String(),
  },
  closed,
)

/** A tenant whose file changes. */
export const tenantChange = Type.Object(
  { id: Type.String(), steps: names('Steps of the lifecycle'), fields: Type.Array(field) },
  closed,
)

/** Objects of a cluster, by their fate. */
export const clusterCount = Type.Object(
  {
    name: Type.String(),
    created: count('Objects that are new'),
    updated: count('Objects that change in place'),
    deleted: count('Deleted objects'),
    rerun: count('Jobs that run anew'),
    refused: count('Updates that cannot be made in place'),
  },
  closed,
)

/** Objects that change in the same way. */
export const group = Type.Object(
  {
    action: Type.Enum(['create', 'update', 'delete', 'rerun']),
    objects: count('Objects in the group'),
    kinds: names('Group and kind'),
    names: names('Names; <tenant> replaces the id when there are several tenants'),
    ...where,
    fields: Type.Array(field),
  },
  closed,
)

/** An update that is not made in place. */
export const refusal = Type.Object(
  {
    by: Type.Enum(['kubernetes', 'aws'], { description: 'System that keeps the field as it was created' }),
    kind: Type.String(),
    name: Type.String(),
    path: Type.String(),
    why: Type.String(),
    ...where,
  },
  closed,
)

/** Data that is lost, or would be without a guard. */
export const loss = Type.Object(
  {
    what: Type.String({ description: 'The data that is lost' }),
    kind: Type.String(),
    name: Type.String(),
    guard: Type.Enum(['confirmed', 'each', 'kept', 'none'], {
      description:
        'A person must confirm it in Argo CD; each of its objects as that object’s own guard says; it stays; nothing stops it',
    }),
    ...where,
  },
  closed,
)

/** A protection that is removed. */
export const guard = Type.Object(
  {
    kind: Type.String(),
    name: Type.String(),
    path: Type.String(),
    what: Type.String({ description: 'The removed protection' }),
    ...where,
  },
  closed,
)

/** A workload whose pods are replaced. */
export const restart = Type.Object(
  {
    workload: Type.String(),
    how: Type.Enum(['rolling', 'recreate', 'stop', 'start', 'by-hand']),
    downtime: Type.String({ description: 'Empty: no request is lost' }),
    why: names('Fields of the pod template that changed'),
    ...where,
  },
  closed,
)

/** A setting after whose change stored documents must be embedded anew. */
export const embedding = Type.Object(
  {
    variable: Type.String({ description: 'Setting of Open WebUI' }),
    before: Type.String(),
    after: Type.String(),
    ...where,
  },
  closed,
)
