import { Type } from 'typebox'
import { closed, names, where } from './report-common.ts'

/** A cell that another region serves than before. */
export const failover = Type.Object(
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

/** A database that is promoted, or no longer managed as promoted. */
export const promotion = Type.Object(
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

/** Versions that a ring's tenants move to. */
export const ring = Type.Object(
  {
    ring: Type.String(),
    image: Type.String({ description: 'Repository' }),
    before: names('Versions before'),
    after: Type.String({ description: 'Version after' }),
    ...where,
  },
  closed,
)
