import { readFileSync } from 'node:fs'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { trusted } from './images.ts'

/** Target of a host name: a pod behind the gateway, or a server with a certificate. */
export type Route = { readonly pod: string } | { readonly server: string }

/** A page as the browser has it in the end. */
export interface Page {
  readonly url: URL
  readonly status: number
  readonly body: string
}

/** A browser that follows redirects and keeps cookies by host. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, string>>()
  private readonly routes: Readonly<Record<string, Route>>
  private readonly headers: Readonly<Record<string, string>>

  constructor(routes: Readonly<Record<string, Route>>, headers: Readonly<Record<string, string>> = {}) {
    this.routes = routes
    this.headers = headers
  }

  /** A cookie of a host. */
  cookie(host: string, name: string): string | undefined {
    return this.cookies.get(host)?.get(name)
  }

  /** Opens an address and follows redirects until a page comes, or `last` says that the address is the last. */
  async open(address: string, last: (url: URL) => boolean = () => false): Promise<Page> {
    let url = new URL(address)
    for (let hops = 0; hops < 20; hops++) {
      const { status, location, body } = await this.get(url)
      if (location === undefined) return { url, status, body }
      url = new URL(location, url)
      if (last(url)) return { url, status, body }
    }
    throw new Error(`${address} redirects without end, at last to ${url}`)
  }

  private async get(url: URL): Promise<{ status: number; location?: string; body: string }> {
    const route = this.routes[url.hostname]
    if (!route) throw new Error(`the browser was sent to ${url}`)
    const jar = this.cookies.get(url.hostname) ?? new Map<string, string>()
    this.cookies.set(url.hostname, jar)
    const headers = {
      ...this.headers,
      host: url.host,
      'x-forwarded-proto': 'https',
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    }
    const path = `${url.pathname}${url.search}`
    const ca = readFileSync(trusted)
    return new Promise((resolve, reject) => {
      const outgoing =
        'pod' in route
          ? plain({ host: route.pod, port: 8080, path, headers })
          : secure({ host: route.server, servername: url.hostname, path, headers, ca })
      outgoing.on('error', reject)
      outgoing.on('response', async (incoming) => {
        for (const line of incoming.headers['set-cookie'] ?? []) keep(jar, line)
        let body = ''
        for await (const chunk of incoming) body += String(chunk)
        const { location } = incoming.headers
        resolve({ status: incoming.statusCode ?? 0, body, ...(location ? { location } : {}) })
      })
      outgoing.end()
    })
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const name = pair.slice(0, pair.indexOf('='))
  const value = pair.slice(pair.indexOf('=') + 1).replace(/^"(.*)"$/, '$1')
  if (value === '' || /max-age=0/i.test(line)) jar.delete(name)
  else jar.set(name, value)
}
