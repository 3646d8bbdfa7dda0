import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AwsClient } from 'aws4fetch'
import { onTestFinished } from 'vitest'
import type { ModelBucket } from '../../lib/models/s3.ts'

/** S3's answer for a key: an object, or an error code. */
export type Answer = { readonly body: string; readonly sha256?: string } | { readonly refuses: string }

/** Digest in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** As S3 writes a checksum of its own. */
export function counted(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

const statuses: Readonly<Record<string, number>> = { AccessDenied: 403, NoSuchBucket: 404, NoSuchKey: 404 }

/**
 * A bucket that answers as S3 does: objects and their attributes (GetObjectAttributes). Records the credentials and the
 * region of each signed request.
 */
export async function startBucket(
  region: string,
  objects: Readonly<Record<string, Answer>>,
): Promise<{ bucket: ModelBucket; signed: string[] }> {
  const signed: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://s3')
    signed.push(/Credential=([^,]+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody')
    const key = decodeURIComponent(url.pathname).replace(/^\/models\//, '')
    const answer = objects[key] ?? { refuses: 'NoSuchKey' }
    if ('refuses' in answer) {
      response.writeHead(statuses[answer.refuses] ?? 400).end(`<Error><Code>${answer.refuses}</Code></Error>`)
    } else if (url.searchParams.has('attributes')) {
      const sum = answer.sha256
        ? `<Checksum><ChecksumSHA256>${answer.sha256}</ChecksumSHA256></Checksum>`
        : ''
      response.end(
        `<GetObjectAttributesResponse>${sum}<ObjectSize>${Buffer.byteLength(answer.body)}</ObjectSize></GetObjectAttributesResponse>`,
      )
    } else response.end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new AwsClient({ accessKeyId: 'someone', secretAccessKey: 'secret', retries: 0 })
  return { bucket: { region, name: 'models', endpoint, client }, signed }
}
