/**
 * From this size on RDS for PostgreSQL stripes gp3: so much is in the price, and less is refused. Below, RDS takes
 * neither figure. Not said at all, a provider says again what the disk had before: one that is to grow over the limit
 * is refused then, with every other change of the instance.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/28382
 */
export const stripedStorage = { fromGiB: 400, iops: 12_000, storageThroughput: 500 } as const

/** How fast the storage of a database is made; nothing to say for a small one. */
export function storageSpeed(storageGiB: number): {
  readonly iops?: number
  readonly storageThroughput?: number
} {
  const { fromGiB, ...speed } = stripedStorage
  return storageGiB < fromGiB ? {} : speed
}
