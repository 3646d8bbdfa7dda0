import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { publishEnv } from '../../../lib/models/publish.ts'
import { debian, inDebian, scripts } from './debian.ts'
import { credentials, endpoint, put, startObjectStore } from './object-store.ts'

export const accountId = '111122223333'
export const regions = ['us-east-1', 'us-west-2'] as const
/** Buckets of both regions. */
export const [east, west] = regions.map((region) => `paddock-models-${accountId}-${region}`) as [
  string,
  string,
]
/** Neither the store's owner nor the volume's. */
export const user = '10001:10001'

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Path of a model below `manifests/`. */
export const path = 'registry.ollama.ai/library/mistral/7b'

/** A version of a model as `ollama pull` leaves it, in the chroot. */
export interface Pulled {
  /** Folder, as the chroot sees it. */
  readonly store: string
  /** Of the manifest. */
  readonly digest: string
  readonly manifest: string
  /** Names below `blobs/` with their bytes. */
  readonly blobs: ReadonlyMap<string, Uint8Array>
}

/** Lays it out. */
export function pulled(name: string, parts: readonly Uint8Array[]): Pulled {
  const store = `/tmp/${name}`
  const folder = fresh(store)
  const blobs = new Map(parts.map((bytes) => [`sha256-${sha256(bytes)}`, bytes]))
  const [config, ...layers] = parts.map((bytes) => ({
    mediaType: 'application/vnd.ollama.image.model',
    digest: `sha256:${sha256(bytes)}`,
    size: bytes.length,
  }))
  const manifest = JSON.stringify({ schemaVersion: 2, config, layers })
  mkdirSync(join(folder, 'blobs'))
  for (const [blob, bytes] of blobs) writeFileSync(join(folder, 'blobs', blob), bytes)
  mkdirSync(join(folder, 'manifests', path, '..'), { recursive: true })
  writeFileSync(join(folder, 'manifests', path), manifest)
  return { store, digest: `sha256:${sha256(manifest)}`, manifest, blobs }
}

/** A small model whose weights are sent and fetched in parts. */
export function smallModel(name: string) {
  const weights = randomBytes(12 * 1024 * 1024)
  const parts = [Buffer.from('{"config":1}'), weights, Buffer.from('template'), Buffer.from('')]
  const model = pulled(name, parts)
  return { weights, model, manifestKey: keyOf(model), weightsKey: blobOf(weights) }
}

/** An empty folder of the chroot that anyone may write to, as EFS takes any user for the tenant's. */
export function fresh(folder: string): string {
  const path = join(debian, folder)
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
  chmodSync(path, 0o777)
  return path
}

/**
 * The object store behind a line that fails: of objects whose key matches it lets some bytes through, and then hangs
 * up, or says nothing more. Answers its address and what stops it.
 */
export async function failingLine(
  key: RegExp,
  then: 'hangs up' | 'falls silent',
): Promise<{ url: string; stop: () => void }> {
  const server = createServer(async (request, response) => {
    const headers = { authorization: request.headers.authorization ?? '' }
    const answer = await fetch(endpoint + request.url, { headers })
    const body = Buffer.from(await answer.arrayBuffer())
    if (!key.test(request.url ?? '')) {
      response.writeHead(answer.status, { 'content-length': body.length }).end(body)
      return
    }
    response.writeHead(200, { 'content-length': body.length })
    response.write(body.subarray(0, body.length / 2), () => {
      if (then === 'hangs up') setTimeout(() => response.destroy(), 100)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Starts an object store with a bucket for each region, and returns what stops it. */
export async function startBuckets(): Promise<() => Promise<void>> {
  const stop = await startObjectStore()
  for (const bucket of [east, west]) await put(bucket, '', '')
  return stop
}

/** Runs the very program that `paddock models publish` runs. */
export function publish(store: string, more = {}) {
  return inDebian(user, ['python3', `${scripts}/publish.py`], {
    ...credentials,
    ...publishEnv({ name: 'mistral:7b', store, accountId, regions }),
    AWS_ENDPOINT_URL_S3: endpoint,
    HOME: '/tmp',
    ...more,
  })
}

/** Keys of a version's manifest and of a blob. */
export const keyOf = ({ digest }: Pulled) => `manifests/${path}@${digest.replace(':', '-')}`
export const blobOf = (bytes: Uint8Array | string) => `blobs/sha256-${sha256(bytes)}`
