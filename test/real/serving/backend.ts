import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** A stand-in for a model server. It answers with its name, in words that come one by one. */
export async function startBackend(name: string, port: number, words = 1, pause = 0) {
  const seen: { path: string; host: string }[] = []
  const server = createServer(async (request, answer) => {
    seen.push({ path: request.url ?? '', host: request.headers.host ?? '' })
    request.resume()
    answer.writeHead(200, { 'content-type': 'application/x-ndjson' })
    for (let word = 0; word < words; word++) {
      answer.write(`{"server":"${name}","word":${word}}\n`)
      await sleep(pause)
    }
    answer.end()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    seen,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
