import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runScript, scratchFolder } from './script.ts'

/** A fake of Ollama: a server that answers after a second until it is ended, and a client that notes what it pulls. */
const fakeOllama = `#!/usr/bin/env bash
case "$1" in
  serve)
    echo "$OLLAMA_HOST $OLLAMA_MODELS" > "$ROOT/serves"
    trap 'echo ended > "$ROOT/ended"; exit 0' TERM
    [ "$SERVER" != broken ] || exit 1
    sleep 1
    touch "$ROOT/up"
    for _ in {1..200}; do sleep 0.1; done
    ;;
  list) [ -e "$ROOT/up" ] ;;
  pull)
    echo "$2" >> "$ROOT/pulled"
    # Refuses one model for ever, or once.
    [ "$2" != "$REFUSED" ] || { [ "$FOR" = once ] && [ "$(grep -c "^$2$" "$ROOT/pulled")" = 2 ]; }
    ;;
esac
`

async function pull(more: Readonly<Record<string, string>> = {}) {
  const root = scratchFolder()
  for (const name of ['pulled', 'ended', 'serves']) writeFileSync(join(root, name), '')
  writeFileSync(join(root, 'ollama'), fakeOllama)
  chmodSync(join(root, 'ollama'), 0o755)
  const { code, err } = await runScript('charts/tenant/ollama/pull-models.sh', {
    PATH: `${root}:${process.env['PATH']}`,
    ROOT: root,
    MODELS: 'tiny:1b words',
    OLLAMA_MODELS: join(root, 'store'),
    SERVER: 'well',
    FOR: 'ever',
    REFUSED: 'none',
    WAIT_SECONDS: '0',
    ...more,
  })
  // The server ends after the script.
  await new Promise((resolve) => setTimeout(resolve, 500))
  const read = (name: string) => readFileSync(join(root, name), 'utf8').trim()
  return { code, err, root, pulled: read('pulled').split('\n'), ended: read('ended'), serves: read('serves') }
}

test('each model is pulled into the volume by a server that only this pod reaches, and which ends', async () => {
  const { code, pulled, ended, root, serves } = await pull()
  expect({ code, pulled, ended }).toEqual({ code: 0, pulled: ['tiny:1b', 'words'], ended: 'ended' })
  expect(serves).toBe(`127.0.0.1:11434 ${root}/store`)
})

test('a model that the registry refuses fails the Job, which is tried again', async () => {
  const { code, pulled, ended } = await pull({ REFUSED: 'tiny:1b' })
  expect(code).not.toBe(0)
  expect({ pulled, ended }).toEqual({ pulled: ['tiny:1b'], ended: 'ended' })
})

test('a server that ends at once is told, not waited for', async () => {
  const { code, err, pulled } = await pull({ SERVER: 'broken' })
  expect({ code, err, pulled }).toEqual({
    code: 1,
    err: 'pull-models: the server exited',
    pulled: [''],
  })
})

test('a download that fails once is tried again until the deadline', async () => {
  const { code, pulled } = await pull({ REFUSED: 'words', FOR: 'once', WAIT_SECONDS: '30' })
  expect({ code, pulled }).toEqual({ code: 0, pulled: ['tiny:1b', 'words', 'words'] })
})
