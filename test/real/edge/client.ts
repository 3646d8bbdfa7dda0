import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect as http2Connect } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { connect as tcpConnect } from 'node:net'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import { balancer, domain } from './fleet.ts'

/** An answer as a browser received it. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Milliseconds after the request at which each part of the body arrived. */
  readonly parts: readonly number[]
}

/** A request to NGINX. */
export interface Wanted {
  readonly host: string
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
  /** Address from which the connection comes; that of the entry point which DNS gives the host, unless given. */
  readonly from?: string
  /** Name in the TLS handshake; the host unless given. */
  readonly name?: string
  readonly port?: 80 | 443
}

const nginx = '127.0.0.1'
/** Address of a client of the network load balancer, which keeps it. */
export const outside = '127.0.0.1'

/** The sender of connections to a host: a load balancer for names below the region's domain, the client itself for others. */
function senderOf(host: string): string {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/[.]$/, '')
  return name.endsWith(`.${domain}`) ? balancer : outside
}

/** Sends a request by HTTP/1.1: over TLS unless it is for port 80. */
export async function ask(wanted: Wanted): Promise<Answer> {
  const { host, path = '/', method = 'GET', headers = {}, body, name = host, port = 443 } = wanted
  const { from = senderOf(host) } = wanted
  const started = Date.now()
  const options = {
    host: nginx,
    port,
    path,
    method,
    headers: { host, ...headers, ...(body ? { 'content-length': body.length } : {}) },
    agent: false as const,
    localAddress: from,
  }
  const request =
    port === 80
      ? httpRequest(options)
      : httpsRequest({ ...options, servername: name, rejectUnauthorized: false })
  return await new Promise<Answer>((resolve, reject) => {
    request.on('error', reject)
    request.on('response', (response) => {
      const parts: number[] = []
      let text = ''
      response.on('data', (chunk: Buffer) => {
        parts.push(Date.now() - started)
        text += String(chunk)
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, parts }),
      )
    })
    request.end(body)
  })
}

/** Sends a GET by HTTP/2, as browsers do. */
export async function askHttp2(host: string, path: string, from = senderOf(host)): Promise<Answer> {
  const session = http2Connect(`https://${nginx}`, {
    createConnection: () =>
      tlsConnect({
        socket: tcpConnect({ host: nginx, port: 443, localAddress: from }),
        servername: host,
        ALPNProtocols: ['h2'],
        rejectUnauthorized: false,
      }),
  })
  try {
    const started = Date.now()
    const stream = session.request({ ':path': path, ':authority': host })
    let headers: Record<string, unknown> = {}
    stream.on('response', (received) => {
      headers = received
    })
    const parts: number[] = []
    let body = ''
    stream.on('data', (chunk: Buffer) => {
      parts.push(Date.now() - started)
      body += String(chunk)
    })
    await once(stream, 'end')
    return { status: Number(headers[':status']), headers: headers as IncomingHttpHeaders, body, parts }
  } finally {
    session.close()
  }
}

/** Opens a TLS connection with one version of the protocol. @throws with the alert by which NGINX refuses it */
export async function shakeHands(host: string, version: 'TLSv1.2' | 'TLSv1.3'): Promise<TLSSocket> {
  const socket = tlsConnect({
    socket: tcpConnect({ host: nginx, port: 443, localAddress: senderOf(host) }),
    servername: host,
    minVersion: version,
    maxVersion: version,
    rejectUnauthorized: false,
  })
  await once(socket, 'secureConnect')
  return socket
}

/** Upgrades a connection to a websocket and sends a text through it; the status and what came back. */
export async function upgrade(host: string, text: string): Promise<{ status: string; echo: string }> {
  const socket = await shakeHands(host, 'TLSv1.3')
  socket.write(
    `GET /ws/socket.io/?transport=websocket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  const [head] = (await once(socket, 'data')) as [Buffer]
  const status = String(head).split('\r\n')[0] ?? ''
  socket.write(text)
  const [echo] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return { status, echo: String(echo) }
}

/** True when a port of NGINX accepts connections. */
export async function listens(port: number): Promise<boolean> {
  const socket = tcpConnect(port, nginx)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
