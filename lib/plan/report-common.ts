import { Type } from 'typebox'

/** No part of a report has other fields than it names. */
export const closed = { additionalProperties: false } as const

/** A list of names. */
export const names = (description: string) => Type.Array(Type.String(), { description })

/** A number of things. */
export const count = (description: string) => Type.Integer({ minimum: 0, description })

/** Clusters and tenants that a part concerns. */
export const where = {
  clusters: names('Clusters, sorted'),
  tenants: names('Tenants, sorted; empty for what is shared'),
}
