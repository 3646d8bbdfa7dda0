/** Letters of the three availability zones of a region, as Paddock names what stands in them. */
export const zones = ['a', 'b', 'c'] as const
/** A zone of a region. */
export type Zone = (typeof zones)[number]
