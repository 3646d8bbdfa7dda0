import { type Static, Type } from 'typebox'
import {
  clusterCount,
  embedding,
  group,
  guard,
  loss,
  refusal,
  restart,
  tenant,
  tenantChange,
} from './report-changes.ts'
import { closed, count, names, where } from './report-common.ts'
import { capacity, cost } from './report-figures.ts'
import { failover, promotion, ring } from './report-moves.ts'
import { flow, host, people, wall } from './report-walls.ts'

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

const reason = Type.Object(
  {
    grade: Type.Enum(['review', 'danger'], { description: 'A person should look, or harm is done' }),
    code: Type.String({ description: 'Kebab-case and stable' }),
    what: Type.String({ description: 'One sentence, no full stop' }),
    ...where,
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
