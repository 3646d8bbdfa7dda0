import { createHash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { ModelRelease } from '../catalog/model-releases.ts'
import { blobKey, manifestKey, singleUploadBytes } from '../catalog/model-store.ts'
import { catalogModel, type ModelName, manifestPath, storeRoom } from '../catalog/models.ts'
import { error, type Finding } from '../spec/finding.ts'
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
  const tell = (why: string, remedy = `publish it again: npx paddock models publish ${name}`) =>
    error('model-not-held', releasesFile, name, why, remedy)
  const key = manifestKey(manifestPath(name), digest)
  const manifests = await Promise.all(buckets.map((bucket) => attempt(() => readObject(bucket, key))))
  const findings = manifests.flatMap((found, index) => {
    const why = found instanceof StoreError ? found.message : wrongManifest(key, digest, found)
    return why === undefined ? [] : [tell(`${buckets[index]?.region}: ${why}`)]
  })
  const good = manifests.find(
    (found): found is Buffer => Buffer.isBuffer(found) && wrongManifest(key, digest, found) === undefined,
  )
  if (!good) return findings
  const blobs = blobsOf(good.toString('utf8'))
  const size = [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0)
  if (size > catalogModel(name).weightsBytes * storeRoom) {
    const why = `the version has ${size} bytes, more than servers have room for by the catalogue’s weightsBytes`
    findings.push(tell(why, `correct ${name} in lib/catalog/models.ts first`))
  }
  for (const [blob, bytes] of blobs) {
    const stored = await Promise.all(buckets.map((bucket) => attempt(() => askObject(bucket, blobKey(blob)))))
    const inParts = bytes > singleBytes
    stored.forEach((one, index) => {
      const why = wrongBlob(bytes, one, inParts ? undefined : hexToBase64(blob))
      if (why) findings.push(tell(`${buckets[index]?.region}: ${blobKey(blob)} ${why}`))
    })
    // S3's checksum over parts says nothing of the digest: that was verified before it was sent. Equal it must be.
    if (inParts && new Set(stored.map(sumOf)).size > 1)
      findings.push(tell(`${blobKey(blob)} has not the same bytes in each region by S3’s own count`))
  }
  return findings
}

function wrongManifest(key: string, digest: string, found: Buffer | undefined): string | undefined {
  if (!found) return `${key} is not there`
  const sum = `sha256:${createHash('sha256').update(found).digest('hex')}`
  return sum === digest ? undefined : `${key} is damaged: its digest is ${sum}`
}

function wrongBlob(
  bytes: number,
  stored: StoredObject | undefined | StoreError,
  expected: string | undefined,
): string | undefined {
  if (stored instanceof StoreError) return `cannot be asked for: ${stored.message}`
  if (!stored) return 'is not there'
  if (stored.bytes !== bytes) return `has ${stored.bytes} bytes, the manifest says ${bytes}`
  if (stored.sha256 === undefined) return 'has no SHA-256 by S3’s own count'
  return expected === undefined || stored.sha256 === expected
    ? undefined
    : 'has other bytes by S3’s own count than its name says'
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
