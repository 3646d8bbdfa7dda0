import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { x } from 'tinyexec'
import { expect, onTestFinished, test } from 'vitest'
import { claimPort } from '../../support/ports.ts'
import { runScript, scratchFolder } from './script.ts'

/** A fake of the model server: it listens after a while, records its requests, and exits after some seconds. */
const fakeServer = `#!/usr/bin/env python3
import http.server, json, os, sys, threading, time

class Handler(http.server.BaseHTTPRequestHandler):
    refused = set()
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model = asked["model"]
        with open(os.environ["NOTES"], "a") as notes:
            print(self.path, json.dumps(asked), os.path.exists(os.environ["LOADED"]), file=notes)
        time.sleep(float(os.environ["LOAD_SECONDS"]))
        status = 500 if model in os.environ["NEVER"].split() else 200
        if model in os.environ["LATE"].split() and model not in self.refused:
            self.refused.add(model)
            status = 503
        self.send_response(status)
        self.end_headers()
    def log_message(self, *_):
        pass

assert sys.argv[1:] == ["serve"], sys.argv
time.sleep(1)
server = http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["OLLAMA_HOST"].split(":")[1])), Handler)
threading.Timer(float(os.environ["LIFE_SECONDS"]), server.shutdown).start()
server.serve_forever()
sys.exit(7)
`

async function serve(
  more: Readonly<Record<string, string>> = {},
  look: (store: string) => Promise<number> = async () => 0,
  link?: 'gone',
) {
  const folder = scratchFolder()
  const loaded = join(folder, 'loaded')
  const notes = join(folder, 'notes')
  writeFileSync(notes, '')
  // Left by a container that ended.
  writeFileSync(loaded, '')
  writeFileSync(join(folder, 'leaving'), '')
  mkdirSync(join(folder, 'models/blobs'), { recursive: true })
  writeFileSync(join(folder, 'models/blobs/sha256-00'), 'weights')
  if (link) symlinkSync('/nowhere/sha256-01', join(folder, 'models/blobs/sha256-01'))
  writeFileSync(join(folder, 'ollama'), fakeServer)
  chmodSync(join(folder, 'ollama'), 0o755)
  const loadedAt: number[] = []
  const started = performance.now()
  const watch = setInterval(() => {
    if (existsSync(loaded)) loadedAt.push((performance.now() - started) / 1000)
  }, 50)
  onTestFinished(() => clearInterval(watch))
  const looked = look(join(folder, 'models/blobs'))
  const { code, out, err } = await runScript('charts/tenant/ollama/serve.sh', {
    PATH: `${folder}:${process.env['PATH']}`,
    OLLAMA_HOST: `0.0.0.0:${await claimPort()}`,
    LOAD_MODELS: 'generate tiny:1b\nembed words',
    LOADED: loaded,
    OLLAMA_MODELS: join(folder, 'models'),
    PROXY_RUN: folder,
    NOTES: notes,
    LOAD_SECONDS: '1',
    LIFE_SECONDS: '6',
    RETRY_SECONDS: '0.3',
    NEVER: '',
    LATE: '',
    ...more,
  })
  return {
    code,
    out: out.split('\n').filter(Boolean),
    err: err.split('\n').filter(Boolean),
    notes: readFileSync(notes, 'utf8').trim().split('\n'),
    opened: await looked,
    loaded: existsSync(loaded),
    leaving: existsSync(join(folder, 'leaving')),
    // Its first half second may still show the one of before.
    loadedAt: loadedAt.find((seconds) => seconds > 0.5),
  }
}

test('each model is loaded by its own call, one after the other, and the mark comes when all are', async () => {
  const { code, out, err, notes, loaded, leaving, loadedAt } = await serve()
  expect(notes).toEqual([
    '/api/generate {"model": "tiny:1b"} False',
    '/api/embed {"model": "words", "input": "ready"} False',
  ])
  expect({ out, err, loaded }).toEqual({
    out: ['serve: tiny:1b is loaded', 'serve: words is loaded'],
    err: [],
    loaded: true,
  })
  // A container that hung and was killed had said that the pod leaves.
  expect(leaving).toBe(false)
  // One second until the server listens, one for each model.
  expect(loadedAt).toBeGreaterThan(2.9)
  // The server has the shell's place: its exit code is the container's.
  expect(code).toBe(7)
})

test('a load that fails for a moment is tried again', async () => {
  const { err, out, loaded } = await serve({ LATE: 'tiny:1b' })
  expect(err).toEqual(['serve: tiny:1b is not loaded, the server answers 503'])
  expect(out).toHaveLength(2)
  expect(loaded).toBe(true)
})

test('a model that never loads leaves the pod without the mark, and the log says which and why', async () => {
  const { err, out, loaded, code } = await serve({ NEVER: 'words', LOAD_SECONDS: '0' })
  expect(out).toEqual(['serve: tiny:1b is loaded'])
  expect(err[0]).toBe('serve: words is not loaded, the server answers 500')
  expect(loaded).toBe(false)
  expect(code).toBe(7)
})

test('the server has its blobs open as long as it lives, so that the node’s cache keeps them', async () => {
  const { out, opened } = await serve({}, async (folder) => {
    await sleep(3000)
    const { stdout } = await x('bash', [
      '-c',
      'readlink /proc/[0-9]*/fd/* 2> /dev/null | grep -c "$1"',
      'bash',
      folder,
    ])
    return Number(stdout)
  })
  expect(out).toHaveLength(2)
  expect(opened).toBeGreaterThan(0)
})

test('a blob that has left the cache in the meantime is named, and no server starts', async () => {
  const { code, err, notes } = await serve({}, async () => 0, 'gone')
  expect(code).toBe(1)
  expect(err.at(-1)).toMatch(
    /^serve: sha256-01 has left the node's cache since this pod was prepared; delete the pod$/,
  )
  expect(notes).toEqual([''])
})
