import type { RegionData } from './regions/region.ts'
import { usEast1 } from './regions/us-east-1.ts'
import { usWest2 } from './regions/us-west-2.ts'

/**
 * The regions that Paddock knows, a file each. Types, schemas of specs and claims, prices and
 * residency follow from them: docs/regions.md says how to add one.
 */
export const regions = {
  'us-east-1': usEast1,
  'us-west-2': usWest2,
} as const satisfies Readonly<Record<string, RegionData>>

/** A region that Paddock knows. */
export type AwsRegion = keyof typeof regions

/** Names in the order of the list. */
export const regionNames = Object.keys(regions) as AwsRegion[]

/** The facts of a region, in their general type. */
export function regionData(name: AwsRegion): RegionData {
  return regions[name]
}

/** A part of the world with a region. */
export type Area = (typeof regions)[AwsRegion]['area']

/** Each area once, in the order of the list. */
export const areas: readonly Area[] = [...new Set(regionNames.map((name) => regions[name].area))]

/** Regions in which a tenant's data may be: any region of an area, or one region alone. */
export type Residency = Area | AwsRegion

/** Every promise that can be given. */
export const residencies: readonly Residency[] = [...areas, ...regionNames]

/** Regions in which data may be under a promise. */
export function regionsWithin(residency: Residency): readonly AwsRegion[] {
  return regionNames.filter((name) => name === residency || regions[name].area === residency)
}
