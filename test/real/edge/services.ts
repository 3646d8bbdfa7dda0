import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { x } from 'tinyexec'
import { openWebuiPort } from '../../../lib/resolve/open-webui-scale.ts'

/** A tenant's application behind its Service: an HTTP server at the Service's address. */
export interface Service {
  /** Cluster IP. */
  readonly address: string
  /** Requests so far, the newest last. */
  readonly asked: readonly Asked[]
  /** Bytes of a body that have arrived, of requests that are still under way too. */
  bytes(): number
  /** Refuses connections until it resumes. */
  pause(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

/** A request as the application received it. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
}

/**
 * Starts the application of a tenant. `/words` streams a word every 200 ms, `/late?ms=…` answers after a silence, a POST is
 * answered with the size of its body, an upgrade is accepted and echoes, everything else answers the tenant's name.
 */
export async function startService(tenant: string, number: number): Promise<Service> {
  const address = await clusterIp(number)
  const asked: Asked[] = []
  let bytes = 0
  const server = createServer((request, response) => {
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    void answer(tenant, request, response)
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request, socket) => {
    asked.push({ method: 'UPGRADE', url: request.url ?? '', headers: request.headers })
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
    socket.on('data', (data) => socket.write(data))
    socket.on('error', () => socket.destroy())
  })
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  const resume = () => listening(server, address)
  await resume()
  return { address, asked, bytes: () => bytes, pause: close, resume, stop: close }
}

/** Adds an address whose port 80 leads to the application, as kube-proxy does: NGINX listens at port 80, too. */
async function clusterIp(number: number): Promise<string> {
  const address = `10.96.7.${number}`
  const must = { throwOnError: true }
  await x('ip', ['address', 'add', `${address}/32`, 'dev', 'lo'], must)
  const rules = `
    add table ip services
    add chain ip services output { type nat hook output priority -100; }
    add rule ip services output ip daddr ${address} tcp dport 80 dnat to ${address}:${openWebuiPort}`
  await x('nft', [rules.trim()], must)
  return address
}

async function answer(tenant: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://service')
  if (pathname === '/words') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let word = 0; word < 5; word++) {
      response.write(`word ${word}\n`)
      await sleep(200)
    }
    response.end()
    return
  }
  if (pathname === '/late') await sleep(Number(searchParams.get('ms')))
  let size = 0
  for await (const chunk of request) size += (chunk as Buffer).length
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ tenant, size }))
}

async function listening(server: Server, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(openWebuiPort, address, resolve)
  })
}
