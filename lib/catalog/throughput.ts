import type { DurationBasis } from './recovery.ts'
import { MiB } from './units.ts'

/** How fast one part of the way from the file system to the server is. */
export interface Throughput {
  readonly bytesPerSecond: number
  readonly basis: DurationBasis
  /** Its source and date. */
  readonly source: string
}

/** Throughput of a CPU node's root volume, MiB/s, as its launch template asks for; gp3 has 125 without a request. */
export const rootDiskMibps = 500
/** gp3 has this without a charge, MiB/s. @see https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
export const freeDiskMibps = 125

/** Parts of the way on which models come to a node. The network of each type is in instances.ts. */
export const throughput = {
  efsClient: {
    bytesPerSecond: 1500 * MiB,
    basis: 'documented',
    source:
      'EFS with Elastic throughput, one client of amazon-efs-utils 2 or of the EFS CSI driver: 1,500 MiB/s (docs.aws.amazon.com/efs/latest/ug/limits.html, 2025)',
  },
  rootDisk: {
    bytesPerSecond: rootDiskMibps * MiB,
    basis: 'setting',
    source: `gp3 with ${rootDiskMibps} MiB/s, as the launch template asks for`,
  },
  instanceStore: {
    bytesPerSecond: 500_000_000,
    basis: 'assumed',
    source: 'AWS publishes IOPS of instance stores, and no throughput: 500 MB/s until it is measured',
  },
  digest: {
    bytesPerSecond: 528_000_000,
    basis: 'assumed',
    source:
      'OpenSSL’s SHA-256 on one core without the processor’s SHA instructions: 528 MB/s on an EPYC, 2026-11-30',
  },
} as const satisfies Record<string, Throughput>
