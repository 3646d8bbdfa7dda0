import { spawn } from 'node:child_process'
import { claimPort } from '../../support/ports.ts'
import { debian } from './debian.ts'

const port = await claimPort()
/** moto in the chroot: a server that answers as S3 does. */
export const endpoint = `http://127.0.0.1:${port}`

/** Credentials that any S3 of a test takes. */
export const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } as const

/** Starts it, empty, and returns what stops it. */
export async function startObjectStore(): Promise<() => Promise<void>> {
  const server = spawn(
    'chroot',
    ['--userspec=nobody', debian, 'moto_server', '--host', '127.0.0.1', '--port', String(port)],
    { stdio: 'ignore' },
  )
  for (let tries = 0; tries < 120; tries += 1) {
    if (await fetch(endpoint).catch(() => undefined)) break
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return async () => {
    server.kill('SIGTERM')
    await new Promise((resolve) => server.once('exit', resolve))
  }
}

/** moto checks no signature and distinguishes services by the scope of the credentials. */
const headers = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
}

const urlOf = (bucket: string, key: string) =>
  `${endpoint}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`

/** Writes an object; a bucket, with an empty key. */
export async function put(bucket: string, key: string, body: Uint8Array | string): Promise<void> {
  const answer = await fetch(urlOf(bucket, key), { method: 'PUT', body, headers })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
}

/** Reads an object. */
export async function get(bucket: string, key: string): Promise<Buffer> {
  const answer = await fetch(urlOf(bucket, key), { headers })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return Buffer.from(await answer.arrayBuffer())
}
