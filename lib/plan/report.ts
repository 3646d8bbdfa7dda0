import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const
const names = (description: string) => Type.Array(Type.String(), { description })
const count = (description: string) => Type.Integer({ minimum: 0, description })

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

const finding = Type.Object(
  {
    code: Type.String(),
    level: Type.Enum(['error', 'notice']),
    file: Type.String(),
    field: Type.String(),
    why: Type.String(),
    remedy: Type.String(),
    facts: Type.Object({}, { description: 'The values that why and remedy are made from, by code' }),
  },
  closed,
)

const where = {
  clusters: names('Clusters, sorted'),
  tenants: names('Tenants, sorted; empty for what is shared'),
}

const reason = Type.Object(
  {
    grade: Type.Enum(['review', 'danger'], { description: 'A person should look, or harm is done' }),
    code: Type.String({ description: 'Kebab-case and stable' }),
    what: Type.String({ description: 'One sentence, no full stop' }),
    ...where,
  },
  closed,
)

const tenant = Type.Object(
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

const tenantChange = Type.Object(
  { id: Type.String(), steps: names('Steps of the lifecycle'), fields: Type.Array(field) },
  closed,
)

const clusterCount = Type.Object(
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

const group = Type.Object(
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

const refusal = Type.Object(
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

const loss = Type.Object(
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

const failover = Type.Object(
  {
    kind: Type.Enum(['failover', 'return'], {
      description: 'To a standby region, or to the cell’s own region',
    }),
    cell: Type.String(),
    from: Type.String({ description: 'Region that serves the cell before' }),
    to: Type.String({ description: 'Region that serves it afterwards; its data is another copy' }),
    ...where,
  },
  closed,
)

const promotion = Type.Object(
  {
    change: Type.Enum(['promoted', 'looked-at'], {
      description:
        'A replica becomes a database of its own; a promoted database is no longer managed by its claim',
    }),
    kind: Type.String(),
    name: Type.String(),
    ...where,
  },
  closed,
)

const guard = Type.Object(
  {
    kind: Type.String(),
    name: Type.String(),
    path: Type.String(),
    what: Type.String({ description: 'The removed protection' }),
    ...where,
  },
  closed,
)

const restart = Type.Object(
  {
    workload: Type.String(),
    how: Type.Enum(['rolling', 'recreate', 'stop', 'start', 'by-hand']),
    downtime: Type.String({ description: 'Empty: no request is lost' }),
    why: names('Fields of the pod template that changed'),
    ...where,
  },
  closed,
)

const embedding = Type.Object(
  {
    variable: Type.String({ description: 'Setting of Open WebUI' }),
    before: Type.String(),
    after: Type.String(),
    ...where,
  },
  closed,
)

const flow = Type.Object(
  {
    change: Type.Enum(['opened', 'closed']),
    direction: Type.Enum(['in', 'out']),
    pods: Type.String({ description: 'Pods of the namespace, by label' }),
    peer: Type.String(),
    ports: Type.String(),
    ...where,
  },
  closed,
)

const host = Type.Object(
  {
    change: Type.Enum(['gone', 'new', 'taken'], {
      description: 'Nobody answers for it any more, nobody did before, or another tenant does now',
    }),
    host: Type.String(),
    ...where,
  },
  closed,
)

const wall = Type.Object(
  {
    wall: Type.Enum(
      [
        'identity',
        'roles',
        'domains',
        'sign-in-security',
        'rights',
        'aws-rights',
        'secrets',
        'hosts',
        'images',
        'admission',
        'isolation',
        'pod-security',
      ],
      { description: 'The wall that the statement is about' },
    ),
    title: Type.String({ description: 'The wall in words' }),
    grade: Type.Enum(['review', 'danger']),
    kind: Type.String(),
    name: Type.String(),
    statement: Type.String({ description: 'Subject, right or field' }),
    before: Type.Optional(Type.String({ description: 'Absent: it is new' })),
    after: Type.Optional(Type.String({ description: 'Absent: it is removed' })),
    ...where,
  },
  closed,
)

const people = Type.Object(
  {
    grade: Type.Enum(['review', 'danger']),
    code: Type.Enum(['locked-out', 'shared-identity'], {
      description: 'People cannot sign in any more, or two tenants share a group, an issuer or a client',
    }),
    what: Type.String(),
    steps: names('The transition, in order'),
    ...where,
  },
  closed,
)

const ring = Type.Object(
  {
    ring: Type.String(),
    image: Type.String({ description: 'Repository' }),
    before: names('Versions before'),
    after: Type.String({ description: 'Version after' }),
    ...where,
  },
  closed,
)

const costs = (description: string) =>
  Type.Array(
    Type.Object(
      {
        name: Type.String(),
        beforeUsdPerMonth: Type.Number(),
        afterUsdPerMonth: Type.Number(),
        spot: Type.Optional(Type.Boolean({ description: 'Part of it is spot at an assumed price' })),
      },
      closed,
    ),
    { description },
  )

const cost = Type.Object(
  {
    deltaUsdPerMonth: Type.Number({
      description: 'At list prices, spot at an assumed share of them; by today’s code on both sides',
    }),
    clusters: costs('Clusters whose month changes'),
    services: costs('Services whose month changes'),
    tenants: costs('Own lines of tenants, without their shares of common ones; the largest change first'),
  },
  closed,
)

const capacity = Type.Object(
  {
    scope: Type.String({ description: 'A cell, a cluster, a region or the account' }),
    resource: Type.String(),
    beforeUsed: Type.Number(),
    beforeLimit: Type.Number(),
    used: Type.Number(),
    limit: Type.Number(),
    percent: Type.Number({ description: 'How full it is' }),
    moreTenants: Type.Optional(Type.Integer({ description: 'Tenants of the median size that still fit' })),
    by: Type.String({ description: 'Source of the limit' }),
  },
  closed,
)

/** JSON Schema of what `paddock plan --json` prints; the one definition of a report. */
export const planSchema = Type.Object(
  {
    version: Type.Literal(1, { description: 'Changes when a field changes its meaning or is removed' }),
    verdict: Type.Enum(['safe', 'review', 'dangerous', 'wrong']),
    base: Type.Object(
      { ref: Type.String(), commit: Type.String({ description: 'Merge base; empty when there is none' }) },
      closed,
    ),
    head: Type.String({ description: 'Commit of the working tree; empty when there is none' }),
    reasons: Type.Array(reason, { description: 'Why the verdict is not safe' }),
    findings: Type.Array(finding, { description: 'An error among them makes the verdict wrong' }),
    dist: Type.Object(
      {
        state: Type.Enum(['fresh', 'stale'], { description: 'Whether dist/ is what the specs give' }),
        files: names('Paths that differ, the first 20'),
        count: count('Paths that differ'),
      },
      closed,
    ),
    tenants: Type.Object(
      { added: Type.Array(tenant), changed: Type.Array(tenantChange), removed: Type.Array(tenant) },
      closed,
    ),
    code: Type.Array(Type.Object({ folder: Type.String(), files: count('Files that differ') }, closed), {
      description: 'Files that differ outside of dist/, tenants/ and clusters/',
    }),
    clusters: Type.Array(clusterCount),
    changes: Type.Array(group),
    refusals: Type.Array(refusal),
    dataLoss: Type.Array(loss),
    failovers: Type.Array(failover, { description: 'Cells that another region serves than before' }),
    promotions: Type.Array(promotion, { description: 'Databases of which a failover makes another one' }),
    guards: Type.Array(guard, { description: 'Protections that are removed' }),
    restarts: Type.Array(restart),
    embeddings: Type.Array(embedding, {
      description: 'Settings after whose change stored documents must be embedded anew',
    }),
    flows: Type.Array(flow),
    walls: Type.Array(wall, {
      description: 'Statements on identity, rights, hosts, images, admission and isolation that differ',
    }),
    people: Type.Array(people, { description: 'Effects of changed identity on people' }),
    hosts: Type.Array(host, { description: 'Host names that nobody answers for any more, and new ones' }),
    rings: Type.Array(ring),
    cost: Type.Optional(cost),
    capacity: Type.Optional(
      Type.Array(capacity, {
        description: 'Limits that are used otherwise than before, or are nearly reached',
      }),
    ),
    verified: Type.Object(
      {
        tenants: count('Tenants whose isolation and policies hold'),
        clusters: count('Clusters whose own objects hold'),
      },
      closed,
    ),
  },
  { ...closed, $id: 'https://paddock.dev/schemas/plan.schema.json', description: 'Consequences of a change' },
)

/** The static type of a schema, read-only all the way down. */
type Frozen<T> = T extends readonly (infer U)[]
  ? readonly Frozen<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

/** Effects of a change, as data: printed as text or Markdown, and as it is with `--json`. */
export type PlanReport = Frozen<Static<typeof planSchema>>
/** Objects that change in the same way. */
export type ChangeGroup = Frozen<Static<typeof group>>
/** An update that is not made in place. */
export type Refusal = Frozen<Static<typeof refusal>>
/** Data that is lost, or would be without a guard. */
export type DataLoss = Frozen<Static<typeof loss>>
/** A cell that another region serves than before. */
export type Failover = Frozen<Static<typeof failover>>
/** A database that is promoted, or no longer managed as promoted. */
export type Promotion = Frozen<Static<typeof promotion>>
/** A protection that is removed. */
export type Guard = Frozen<Static<typeof guard>>
/** A workload whose pods are replaced. */
export type Restart = Frozen<Static<typeof restart>>
/** A setting after whose change stored documents must be embedded anew. */
export type Embedding = Frozen<Static<typeof embedding>>
/** A direction of traffic that a network policy opens or closes. */
export type Flow = Frozen<Static<typeof flow>>
/** A host name that is added or removed. */
export type HostChange = Frozen<Static<typeof host>>
/** People who cannot sign in any more, or share their identity with another tenant. */
export type PeopleChange = Frozen<Static<typeof people>>
/** A statement of a wall that differs, on creation as on change. */
export type WallChange = Frozen<Static<typeof wall>>
/** Versions that a ring's tenants move to. */
export type RingStep = Frozen<Static<typeof ring>>
/** Change of the monthly costs. */
export type CostDelta = Frozen<Static<typeof cost>>
/** A limit, before and after. */
export type CapacityChange = Frozen<Static<typeof capacity>>
/** Something that a person should look at. */
export type Reason = Frozen<Static<typeof reason>>
/** A tenant in a line. */
export type TenantSummary = Frozen<Static<typeof tenant>>
