import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { repository } from '../../support/workspace.ts'
import { scratchFolder } from './script.ts'

const MiB = 1024 ** 2

/** Runs the script with a fake of the application, which prints its arguments and runs for some seconds. */
async function run(copies: readonly { path: string; ageMinutes: number; mebibytes?: number }[], most = '8') {
  const data = scratchFolder()
  for (const { path, ageMinutes, mebibytes = 0 } of copies) {
    const file = join(data, path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, Buffer.alloc(mebibytes * MiB))
    const written = Date.now() / 1000 - ageMinutes * 60
    utimesSync(file, written, written)
  }
  const backend = scratchFolder()
  const python = '#!/bin/sh\necho "started with $*"; sleep 2.5; exit 3\n'
  writeFileSync(join(backend, 'python'), python, { mode: 0o755 })
  const { exitCode, stdout, stderr } = await x(
    'bash',
    [join(repository, 'charts/tenant/open-webui/run.sh')],
    {
      nodeOptions: {
        cwd: backend,
        env: {
          PATH: `${backend}:${process.env['PATH']}`,
          DATA_DIR: data,
          SWEEP_FOLDERS: 'uploads cache/audio',
          SWEEP_KEEP_MINUTES: '30',
          SWEEP_MOST_MIB: most,
          SWEEP_SECONDS: '0.5',
        },
      },
    },
  )
  const left = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(data.length + 1))
  return { code: exitCode, out: stdout.trim(), err: stderr.trim(), left: left.sort() }
}

test('the application gets its arguments, and its exit code is the container’s', async () => {
  expect(await run([])).toMatchObject({
    code: 3,
    out: expect.stringMatching(
      /^started with -m uvicorn --app-dir \S+ --factory answers:wrapped .*--workers 1 --timeout-graceful-shutdown 25$/,
    ),
    err: '',
  })
})

test('old copies go, whatever their names; what is no copy stays', async () => {
  const { left, err } = await run([
    { path: 'uploads/old file with\tsigns.pdf', ageMinutes: 31 },
    { path: 'uploads/new.pdf', ageMinutes: 29 },
    { path: 'cache/audio/speech/old.mp3', ageMinutes: 31 },
    { path: 'static/favicon.png', ageMinutes: 9999 },
  ])
  expect({ left, err }).toEqual({ left: ['static/favicon.png', 'uploads/new.pdf'], err: '' })
})

test('beyond what they may take together the oldest go, and never those of the last minute', async () => {
  const { left } = await run([
    { path: 'uploads/a', ageMinutes: 20, mebibytes: 4 },
    { path: 'uploads/b', ageMinutes: 10, mebibytes: 4 },
    { path: 'cache/audio/c', ageMinutes: 5, mebibytes: 4 },
    { path: 'uploads/d', ageMinutes: 0, mebibytes: 4 },
  ])
  expect(left).toEqual(['cache/audio/c', 'uploads/d'])
  expect((await run([{ path: 'uploads/a', ageMinutes: 0, mebibytes: 4 }], '2')).left).toEqual(['uploads/a'])
})
