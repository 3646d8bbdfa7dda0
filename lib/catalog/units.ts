/** 1,000,000,000 bytes: how model sizes and AWS NVMe disks are quoted. */
export const GB = 1_000_000_000
/** 2^10 bytes. */
export const KiB = 1024
/** 2^20 bytes. */
export const MiB = 1024 ** 2
/** 2^30 bytes. */
export const GiB = 1024 ** 3
