import { createHash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { ModelRelease } from '../catalog/model-releases.ts'
import { blobKey, manifestKey, singleUploadBytes } from '../catalog/model-store.ts'
import { catalogModel, type ModelName, manifestPath, storeRoom } from '../catalog/models.ts'
import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding } from '../findings/finding.ts'
import { askObject, type ModelBucket, readObject, type StoredObject, StoreError } from './s3.ts'

type Catalogue = Record<string, ModelRelease>

/** The file whose line moves. */
export const releasesFile = 'lib/catalog/model-releases.json'

/** A version that is to be released. */
export interface Candidate {
  readonly name: ModelName
  /** `sha256:<hex>` of its manifest. */
  readonly digest: string
  /** The day that is written beside it, `2026-11-27`. */
  readonly day: string
}

/** How a version is checked. */
export interface ReleaseOptions {
  /** Objects above this came in parts. Bytes. */
  readonly singleBytes?: number
}

/**
 * Moves the pointer of a model to a version, if every bucket holds every byte of it by S3's own count. It reports every
 * missing object as a finding, all at once, and then writes nothing.
 */
export async function releaseModel(
  file: string,
  candidate: Candidate,
  buckets: readonly ModelBucket[],
  options: ReleaseOptions = {},
): Promise<Finding[]> {
  const findings = await checkStored(candidate, buckets, options.singleBytes ?? singleUploadBytes)
  if (findings.length > 0) return findings
  const { name, digest, day } = candidate
  const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Catalogue
  const versions = { ...catalogue[name]?.versions }
  catalogue[name] = { current: digest, versions: { ...versions, [digest]: versions[digest] ?? day } }
  const aside = `${file}.new`
  writeFileSync(aside, formatReleases(catalogue))
  renameSync(aside, file)
  return []
}

/** The file's own form: as the formatter has it, so that a moved pointer shows as one line. */
export function formatReleases(catalogue: Catalogue): string {
  return `${JSON.stringify(catalogue, undefined, 2)}\n`
}

/** Objects of a version that any of the buckets lacks. */
export async function checkStored(
  { name, digest }: Candidate,
  buckets: readonly ModelBucket[],
  singleBytes: number,
): Promise<Finding[]> {
  const lacks = (facts: Facts['model-not-held']) =>
    error('model-not-held', { file: releasesFile, field: name }, facts)
  const regionOf = (index: number) => buckets[index]?.region ?? ''
  const key = manifestKey(manifestPath(name), digest)
  const manifests = await Promise.all(buckets.map((bucket) => attempt(() => readObject(bucket, key))))
  const findings = manifests.flatMap((found, index) => {
    const wrong = wrongManifest(digest, found)
    return wrong ? [lacks({ ...wrong, model: name, region: regionOf(index), key })] : []
  })
  const good = manifests.find(
    (found): found is Buffer => Buffer.isBuffer(found) && wrongManifest(digest, found) === undefined,
  )
  if (!good) return findings
  const blobs = blobsOf(good.toString('utf8'))
  const size = [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0)
  if (size > catalogModel(name).weightsBytes * storeRoom) {
    findings.push(lacks({ problem: 'too-large', model: name, bytes: size }))
  }
  for (const [blob, bytes] of blobs) {
    const stored = await Promise.all(buckets.map((bucket) => attempt(() => askObject(bucket, blobKey(blob)))))
    const inParts = bytes > singleBytes
    stored.forEach((one, index) => {
      const wrong = wrongBlob(bytes, one, inParts ? undefined : hexToBase64(blob))
      if (wrong) findings.push(lacks({ ...wrong, model: name, region: regionOf(index), key: blobKey(blob) }))
    })
    // S3's checksum over parts says nothing of the digest: that was verified before it was sent. Equal it must be.
    if (inParts && new Set(stored.map(sumOf)).size > 1)
      findings.push(lacks({ problem: 'regions-differ', model: name, key: blobKey(blob) }))
  }
  return findings
}

/** The reason why one object of a region is not as it should be. */
type Wrong =
  | { readonly problem: 'store'; readonly message: string }
  | { readonly problem: 'missing' | 'no-checksum' | 'other-bytes' }
  | { readonly problem: 'damaged'; readonly digest: string }
  | { readonly problem: 'length'; readonly bytes: number; readonly expectedBytes: number }

function wrongManifest(digest: string, found: Buffer | undefined | StoreError): Wrong | undefined {
  if (found instanceof StoreError) return { problem: 'store', message: found.message }
  if (!found) return { problem: 'missing' }
  const sum = `sha256:${createHash('sha256').update(found).digest('hex')}`
  return sum === digest ? undefined : { problem: 'damaged', digest: sum }
}

function wrongBlob(
  bytes: number,
  stored: StoredObject | undefined | StoreError,
  expected: string | undefined,
): Wrong | undefined {
  if (stored instanceof StoreError) return { problem: 'store', message: stored.message }
  if (!stored) return { problem: 'missing' }
  if (stored.bytes !== bytes) return { problem: 'length', bytes: stored.bytes, expectedBytes: bytes }
  if (stored.sha256 === undefined) return { problem: 'no-checksum' }
  return expected === undefined || stored.sha256 === expected ? undefined : { problem: 'other-bytes' }
}

function sumOf(stored: StoredObject | undefined | StoreError): string | undefined {
  return stored && !(stored instanceof StoreError) ? stored.sha256 : undefined
}

function hexToBase64(digest: string): string {
  return Buffer.from(digest.slice('sha256:'.length), 'hex').toString('base64')
}

function blobsOf(manifest: string): ReadonlyMap<string, number> {
  interface Layer {
    readonly digest: string
    readonly size: number
  }
  const { config, layers } = JSON.parse(manifest) as { config: Layer; layers: readonly Layer[] }
  return new Map([config, ...layers].map(({ digest, size }) => [digest, size]))
}

async function attempt<T>(work: () => Promise<T>): Promise<T | StoreError> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof StoreError) return cause
    const { message, cause: reason } = cause as Error
    return new StoreError(reason instanceof Error ? `${message}: ${reason.message}` : message)
  }
}
