/**
 * Layout of the buckets of models and of tenants' volumes. The content of a key never changes: a blob has its digest
 * for a name, and so has each version of a manifest. Ollama's own store has the manifest's name without a digest.
 */

/** Key of a blob. @param digest `sha256:<hex>` */
export function blobKey(digest: string): string {
  return `blobs/${dashed(digest)}`
}

/** Key of one version of a manifest. @param path below `manifests/`; @param digest `sha256:<hex>` */
export function manifestKey(path: string, digest: string): string {
  return `manifests/${path}@${dashed(digest)}`
}

/** Name of a region's bucket of models: the account's number makes it our own. */
export function modelsBucket(accountId: string, region: string): string {
  return `paddock-models-${accountId}-${region}`
}

/** A digest as names of files have it. */
function dashed(digest: string): string {
  return digest.replace(':', '-')
}

/**
 * Largest object that is uploaded in one request, bytes; S3 takes 5 GB. Up to here S3's own SHA-256 of an object is the
 * digest in its name. A larger one comes in parts, and S3's checksum is one over the parts' checksums: the same in
 * both regions when the bytes and the parts are.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export const singleUploadBytes = 5_000_000_000

/** Size of a part of a larger object, bytes; S3 takes 10,000 parts. */
export const uploadPartBytes = 64 * 1024 ** 2
