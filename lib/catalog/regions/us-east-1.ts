import type { RegionData } from './region.ts'

/**
 * EKS refuses control planes in use1-az3.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export const usEast1 = {
  area: 'us',
  zoneIds: { a: 'use1-az1', b: 'use1-az2', c: 'use1-az4' },
  prices: { list: 'own' },
} as const satisfies RegionData
