import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request to Ollama as it was seen on the way, and when: milliseconds since 1970. */
export interface ModelRequest {
  readonly path: string
  readonly body: ModelBody
  readonly at: number
  /** Requests under way on the same path when it came, itself among them. */
  readonly concurrent: number
  status?: number
  endedAt?: number
}

/** The fields of Ollama's requests that tests look at. */
export interface ModelBody {
  readonly model?: string
  readonly messages?: readonly { readonly role: string; readonly content: string }[]
  readonly tools?: readonly unknown[]
  readonly stream?: boolean
  readonly input?: string | readonly string[]
}

/** Lies between Open WebUI and Ollama; passes everything on as it is. */
export interface Recorder {
  readonly address: string
  /** The requests since the last call, without probes and lists of models. */
  take(): ModelRequest[]
  /** Answers the next request but so many on a path with 500, once. */
  fail(path: string, after: number): void
  stop(): Promise<void>
}

const calls = /^\/(api\/(chat|generate|embed|embeddings)|v1\/)/

/** Starts it at an address, on Ollama's port. */
export async function startRecorder(
  address: string,
  upstream: { host: string; port: number },
): Promise<Recorder> {
  let seen: ModelRequest[] = []
  const underWay = new Map<string, number>()
  const failing = new Map<string, number>()
  const server = createServer(async (incoming, outgoing) => {
    const path = incoming.url ?? ''
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const concurrent = (underWay.get(path) ?? 0) + 1
    underWay.set(path, concurrent)
    const record: ModelRequest = { path, body: parsed(body), at: Date.now(), concurrent }
    if (calls.test(path)) seen.push(record)
    const left = failing.get(path)
    if (left !== undefined) failing.set(path, left - 1)
    if (left === 0) {
      underWay.set(path, concurrent - 1)
      record.status = 500
      outgoing.writeHead(500, { 'content-type': 'application/json' })
      return void outgoing.end('{"error":"the test has this request fail"}')
    }
    const { method, headers } = incoming
    const onward = request({ ...upstream, method, path, headers, agent: false }, (answer) => {
      if (answer.statusCode !== undefined) record.status = answer.statusCode
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => {
      onward.destroy()
      record.endedAt = Date.now()
      underWay.set(path, (underWay.get(path) ?? 1) - 1)
    })
    onward.end(body)
  })
  server.listen(upstream.port, address)
  await once(server, 'listening')
  return {
    address: (server.address() as AddressInfo).address,
    take: () => {
      const taken = seen
      seen = []
      return taken
    },
    fail: (path, after) => void failing.set(path, after),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function parsed(body: Buffer): ModelBody {
  try {
    return JSON.parse(body.toString()) as ModelBody
  } catch {
    return {}
  }
}
