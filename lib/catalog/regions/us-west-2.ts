import type { RegionData } from './region.ts'

/** Its list prices rarely differ from those of us-east-1, but nobody looked at each. */
export const usWest2 = {
  area: 'us',
  zoneIds: { a: 'usw2-az1', b: 'usw2-az2', c: 'usw2-az3' },
  prices: {
    list: 'taken over',
    // SkyPilot's catalogue (v8, undated, before 2026-05) gives these alike for both regions.
    statedFor: ['c5.2xlarge', 'c5.4xlarge', 'c5.9xlarge', 'g4dn.2xlarge', 'g4dn.12xlarge', 'p3.2xlarge'],
  },
} as const satisfies RegionData
