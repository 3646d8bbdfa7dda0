import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** The registry's answer for a tag. */
export interface Tag {
  readonly body: string
  /** Digest that it claims; that of the body unless given. */
  readonly claims?: string
  /** Answers before the manifest, one a request. */
  readonly before?: readonly number[]
}

/** An index that offers platforms. */
export function index(...platforms: string[]): string {
  const manifests = platforms.map((one) => {
    const [os, architecture] = one.split('/')
    return { digest: digestOf(one), platform: { os, architecture } }
  })
  return JSON.stringify({ schemaVersion: 2, manifests })
}

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/**
 * An OCI registry on this machine, by the distribution specification: anonymous tokens for the scope of a
 * repository, manifests by tag. Answers its host and the requests that it saw.
 */
export async function startRegistry(
  tags: Readonly<Record<string, Tag>>,
): Promise<{ host: string; seen: string[] }> {
  const seen: string[] = []
  const tries = new Map<string, number>()
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', `http://${host}`)
    if (url.pathname === '/token') {
      response.end(JSON.stringify({ token: `for ${url.searchParams.get('scope')}` }))
      return
    }
    const [, repository = '', tag = ''] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url.pathname) ?? []
    seen.push(`${repository}:${tag}`)
    const scope = `repository:${repository}:pull`
    if (request.headers.authorization !== `Bearer for ${scope}`) {
      const challenge = `Bearer realm="http://${host}/token",service="registry",scope="${scope}"`
      response.writeHead(401, { 'www-authenticate': challenge }).end()
      return
    }
    const found = tags[`${repository}:${tag}`]
    const attempt = tries.get(tag) ?? 0
    tries.set(tag, attempt + 1)
    const early = found?.before?.[attempt]
    if (early !== undefined) response.writeHead(early, { 'retry-after': '0' }).end()
    else if (!found) response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')
    else {
      response.setHeader('docker-content-digest', found.claims ?? digestOf(found.body))
      response.end(found.body)
    }
  }
  return { host, seen }
}
