import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles } from '../../../lib/write/stage.ts'
import { runScript, scratchFolder } from './script.ts'

const sha = (data: string) => createHash('sha256').update(data).digest('hex')
const manifestPath = 'registry.ollama.ai/library/tiny/1b'

/** A volume with one model of three blobs, as Ollama lays it out. */
function volume() {
  const source = scratchFolder()
  const blobs = ['config', 'weights '.repeat(50_000), 'template']
  mkdirSync(join(source, 'blobs'))
  for (const blob of blobs) writeFileSync(join(source, 'blobs', `sha256-${sha(blob)}`), blob)
  const [config, ...layers] = blobs.map((blob) => ({ digest: `sha256:${sha(blob)}`, size: blob.length }))
  const manifest = JSON.stringify({ schemaVersion: 2, config, layers })
  const publish = () => {
    mkdirSync(join(source, 'manifests', manifestPath, '..'), { recursive: true })
    writeFileSync(join(source, 'manifests', manifestPath), manifest)
  }
  return { source, blobs, manifest, publish, weights: join(source, 'blobs', `sha256-${sha(blobs[1] ?? '')}`) }
}

const prepare = (source: string, target: string, pin = '-', wait = '4') =>
  runScript('charts/tenant/ollama/prepare-models.py', {
    SOURCE: source,
    TARGET: target,
    MODELS: `${manifestPath} ${pin}\n`,
    WAIT_SECONDS: wait,
  })

test('a model is copied whole, and a second run copies nothing', async () => {
  const { source, publish, manifest } = volume()
  publish()
  const target = scratchFolder()
  expect(await prepare(source, target)).toMatchObject({ code: 0, err: '' })
  expect(listFiles(target)).toEqual(listFiles(source))
  expect(readFileSync(join(target, 'manifests', manifestPath), 'utf8')).toBe(manifest)
  const inode = () =>
    readdirSync(join(target, 'blobs')).map((name) => statSync(join(target, 'blobs', name)).ino)
  const before = inode()
  expect(await prepare(source, target)).toMatchObject({ code: 0 })
  expect(inode()).toEqual(before)
})

test('it waits for a model that is published later', async () => {
  const { source, publish } = volume()
  const target = scratchFolder()
  const running = prepare(source, target, '-', '20')
  setTimeout(publish, 2500)
  expect(await running).toMatchObject({ code: 0 })
})

test('a model that never comes is told by name, after the wait', async () => {
  const { source } = volume()
  const { code, err } = await prepare(source, scratchFolder(), '-', '2')
  expect([code, err]).toEqual([
    1,
    `prepare-models: no manifests/${manifestPath} in the model volume after 2 s`,
  ])
})

test('a damaged blob is refused, and the server never sees its manifest', async () => {
  const { source, publish, weights } = volume()
  publish()
  appendFileSync(weights, 'x')
  const target = scratchFolder()
  const { code, err } = await prepare(source, target)
  expect([code, err]).toEqual([1, expect.stringMatching(/blob sha256-.* is damaged/)])
  expect(existsSync(join(target, 'manifests', manifestPath))).toBe(false)
  expect(readdirSync(join(target, 'blobs'))).not.toContain(weights.split('/').at(-1))
})

test('a missing blob is told', async () => {
  const { source, publish, weights } = volume()
  publish()
  rmSync(weights)
  expect(await prepare(source, scratchFolder())).toMatchObject({
    code: 1,
    err: expect.stringMatching(/is missing in the model volume/),
  })
})

test('a pinned manifest must be the one that is pinned', async () => {
  const { source, publish, manifest } = volume()
  publish()
  expect(await prepare(source, scratchFolder(), `sha256:${sha(manifest)}`)).toMatchObject({ code: 0 })
  expect(await prepare(source, scratchFolder(), `sha256:${sha('another')}`)).toMatchObject({
    code: 1,
    err: expect.stringContaining(`is sha256:${sha(manifest)}, the tenant is to have`),
  })
})

test('versions that came from S3 lie side by side, and the one that is wanted is taken', async () => {
  const { source, manifest } = volume()
  const newer = manifest.replace('"schemaVersion":2', '"schemaVersion":2 ')
  for (const one of [manifest, newer]) {
    mkdirSync(join(source, 'manifests', manifestPath, '..'), { recursive: true })
    writeFileSync(join(source, 'manifests', `${manifestPath}@sha256-${sha(one)}`), one)
  }
  const target = scratchFolder()
  for (const one of [newer, manifest]) {
    expect(await prepare(source, target, `sha256:${sha(one)}`)).toMatchObject({ code: 0, err: '' })
    expect(readFileSync(join(target, 'manifests', manifestPath), 'utf8')).toBe(one)
  }
  expect(await prepare(source, scratchFolder(), `sha256:${sha('another')}`, '2')).toMatchObject({
    code: 1,
    err: `prepare-models: no manifests/${manifestPath}@sha256-${sha('another')} in the model volume after 2 s`,
  })
  expect(await prepare(source, scratchFolder(), '-', '2')).toMatchObject({ code: 1 })
})

test('what a killed run left half-copied is not taken for a blob', async () => {
  const { source, publish, blobs } = volume()
  publish()
  const target = scratchFolder()
  mkdirSync(join(target, '.incoming'), { recursive: true })
  writeFileSync(join(target, '.incoming', `sha256-${sha(blobs[1] ?? '')}`), 'half')
  expect(await prepare(source, target)).toMatchObject({ code: 0 })
  expect(listFiles(target)).toEqual(listFiles(source))
})

test('a manifest without blobs is refused', async () => {
  const { source } = volume()
  mkdirSync(join(source, 'manifests', manifestPath, '..'), { recursive: true })
  writeFileSync(join(source, 'manifests', manifestPath), '<html>not found</html>')
  expect(await prepare(source, scratchFolder())).toMatchObject({
    code: 1,
    err: expect.stringContaining('names no blob'),
  })
})
