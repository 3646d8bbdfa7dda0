import type { AwsClient } from 'aws4fetch'

/** A bucket of models and how it is asked. */
export interface ModelBucket {
  readonly region: string
  readonly name: string
  /** Another S3 than AWS's, for tests and endpoints of one's own. */
  readonly endpoint?: string
  readonly client: AwsClient
}

/** S3's facts about an object. */
export interface StoredObject {
  readonly bytes: number
  /** Its SHA-256, base64: of the object, or over the checksums of its parts; absent if it was sent without one. */
  readonly sha256?: string
}

/** An answer of S3 that is neither the object nor its absence; the message says which. */
export class StoreError extends Error {}

const longestWait = 30_000

/** S3's own facts about an object; undefined if it does not exist. @throws {StoreError} */
export async function askObject(bucket: ModelBucket, key: string): Promise<StoredObject | undefined> {
  const answer = await ask(bucket, `${key}?attributes`, { 'x-amz-object-attributes': 'Checksum,ObjectSize' })
  if (!answer) return undefined
  const text = await answer.text()
  const bytes = /<ObjectSize>(\d+)<\/ObjectSize>/.exec(text)?.[1]
  if (bytes === undefined) throw new StoreError(`S3’s answer for ${key} has no size`)
  const sha256 = /<ChecksumSHA256>([^<]+)<\/ChecksumSHA256>/.exec(text)?.[1]?.replace(/-\d+$/, '')
  return { bytes: Number(bytes), ...(sha256 ? { sha256 } : {}) }
}

/** The bytes of a small object; undefined when it is not there. @throws {StoreError} */
export async function readObject(bucket: ModelBucket, key: string): Promise<Buffer | undefined> {
  const answer = await ask(bucket, key, {})
  return answer && Buffer.from(await answer.arrayBuffer())
}

async function ask(
  { region, name, endpoint, client }: ModelBucket,
  keyAndQuery: string,
  headers: Record<string, string>,
): Promise<Response | undefined> {
  const [key = '', query] = keyAndQuery.split('?')
  const base = endpoint ? `${endpoint}/${name}` : `https://${name}.s3.${region}.amazonaws.com`
  const url = `${base}/${key.split('/').map(encodeURIComponent).join('/')}${query ? `?${query}` : ''}`
  const answer = await client.fetch(url, {
    headers,
    aws: { service: 's3', region },
    signal: AbortSignal.timeout(longestWait),
  })
  if (answer.ok) return answer
  const text = await answer.text()
  const code = /<Code>([^<]+)<\/Code>/.exec(text)?.[1]
  // A bucket that is not there is a mistake, not an object that is still to come.
  if (answer.status === 404 && code !== 'NoSuchBucket') return undefined
  throw new StoreError(`S3 answered ${answer.status}${code ? ` ${code}` : ''} for ${name}/${key}`)
}
