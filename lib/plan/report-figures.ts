import { Type } from 'typebox'
import { closed } from './report-common.ts'

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

/** Change of the monthly costs. */
export const cost = Type.Object(
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

/** A limit, before and after. */
export const capacity = Type.Object(
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
