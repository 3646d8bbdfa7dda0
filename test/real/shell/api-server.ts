import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { scratchFolder } from './script.ts'

/** An answer: a status, and a body as JSON. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
}

/** Answers of the API server to scripts, and their requests. */
export interface ApiServer {
  readonly env: Readonly<Record<string, string>>
  readonly seen: { readonly call: string; readonly body: unknown }[]
}

/**
 * A server that speaks as much of Kubernetes' API as a script asks for; it knows one token.
 *
 * @param lost connections that are cut first, as those of a pod that has just started can be
 */
export async function startApi(
  answer: (call: string, body: unknown) => Answer,
  lost = 0,
): Promise<ApiServer> {
  let left = lost
  const seen: { call: string; body: unknown }[] = []
  const server = createServer((request, response) => {
    left -= 1
    if (left >= 0) return void request.socket.destroy()
    let text = ''
    request.on('data', (data: Buffer) => {
      text += data.toString()
    })
    request.on('end', () => {
      const call = `${request.method} ${request.url}`
      const body: unknown = text === '' ? undefined : JSON.parse(text)
      seen.push({ call, body })
      const known = request.headers.authorization === 'Bearer the-token'
      const { status, body: out = {} } = known ? answer(call, body) : { status: 401 }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(out))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  const folder = join(scratchFolder(), 'token')
  mkdirSync(folder)
  writeFileSync(join(folder, 'token'), 'the-token\n')
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { env: { API: api, TOKEN_DIR: folder }, seen }
}
