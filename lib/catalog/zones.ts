/** Letters of the three availability zones of a region, in the names of their resources. */
export const zones = ['a', 'b', 'c'] as const
/** A zone of a region. */
export type Zone = (typeof zones)[number]
