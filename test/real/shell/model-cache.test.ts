import { spawn } from 'node:child_process'
import {
  chownSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { x } from 'tinyexec'
import { describe, expect, onTestFinished, test } from 'vitest'
import { damage, type ModelNode, modelNode, modelVolume, podStore, preparePod, users } from './model-node.ts'
import { isRoot, scratchFolder } from './script.ts'

const MB = 1_000_000
const [first = 0, second = 0, third = 0] = [20 * MB, 3 * MB, 500]
const same = (one: string, other: string) => readFileSync(one).equals(readFileSync(other))

/** Makes a blob of the cache look as if nobody had used it for so long. */
const unusedFor = ({ root }: ModelNode, blob: string, seconds: number) => {
  const then = Date.now() / 1000 - seconds
  utimesSync(join(root, 'blobs', blob), then, then)
}

/** A process that has a file open, as a model server has its blobs. */
function reads(file: string): () => void {
  const reader = spawn('bash', ['-c', 'exec 10< "$1"; exec sleep 60', 'bash', file], { stdio: 'ignore' })
  const stop = () => reader.kill('SIGKILL')
  onTestFinished(() => void stop())
  return stop
}

/** Talks to the daemon as a pod that keeps to no rule. Answers what came back when the connection ended. */
async function talk(node: ModelNode, request: string, then: (offset: string) => Buffer | undefined) {
  let answers = ''
  const socket = connect(join(node.root, 'cache.sock'))
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  socket.write(request)
  socket.on('data', (part) => {
    answers += part
    const offset = /send (\d+)\n$/.exec(answers)?.[1]
    const content = offset === undefined ? undefined : then(offset)
    if (content) socket.write(content)
  })
  await new Promise((resolve) => socket.once('close', resolve))
  return answers
}

test('the first pod of a node copies each byte once, the second none, in less than a second', async () => {
  const volume = modelVolume([third, first, second])
  const node = await modelNode([volume])
  const one = await preparePod(volume, node)
  expect(one).toMatchObject({ code: 0, err: '', copied: volume.bytes })
  const other = await preparePod(volume, node)
  expect(other).toMatchObject({ code: 0, err: '', copied: 0 })
  expect(other.seconds).toBeLessThan(1)
  for (const { target } of [one, other]) {
    expect(readFileSync(join(target, 'manifests', volume.path), 'utf8')).toBe(volume.manifest)
    for (const blob of volume.blobs) {
      expect(readlinkSync(join(target, 'blobs', blob))).toBe(join(node.root, 'blobs', blob))
      expect(same(join(target, 'blobs', blob), join(volume.folder, 'blobs', blob))).toBe(true)
    }
  }
})

test('of twenty pods that start together one copies, and all are ready', async () => {
  const volume = modelVolume([third, first, second])
  const node = await modelNode([volume])
  const all = await Promise.all(Array.from({ length: 20 }, () => preparePod(volume, node)))
  expect(all.map(({ code, err }) => [code, err])).toEqual(Array.from({ length: 20 }, () => [0, '']))
  expect(all.reduce((sum, { copied }) => sum + copied, 0)).toBe(volume.bytes)
  expect(readdirSync(join(node.root, 'incoming'))).toEqual([])
})

test.runIf(isRoot)(
  'the user of tenants’ pods reads blobs that it can name, and writes, lists and deletes nothing',
  async () => {
    const volume = modelVolume([first])
    const node = await modelNode([volume])
    await preparePod(volume, node)
    const blob = join(node.root, 'blobs', volume.blobs[0] ?? '')
    const as = async (script: string) =>
      (
        await x('setpriv', [
          `--reuid=${users.tenant}`,
          `--regid=${users.tenant}`,
          '--clear-groups',
          '--',
          'bash',
          '-c',
          script,
          'bash',
          blob,
          node.root,
        ])
      ).exitCode
    expect(await as('head -c 1 "$1" > /dev/null')).toBe(0)
    for (const attack of [
      'echo x >> "$1"',
      'rm -f "$1"',
      'mv "$1" "$1.old"',
      'chmod 0666 "$1"',
      'truncate -s 0 "$1"',
      'touch "$2/blobs/sha256-new"',
      'touch "$2/new"',
      'ls "$2/blobs"',
      'ls "$2/incoming"',
      'rm -f "$2/cache.sock"',
      'ln -sf /dev/null "$2/cache.sock"',
    ])
      expect(await as(attack), attack).not.toBe(0)
  },
)

describe('a copy that is interrupted', () => {
  test('by the death of the daemon: the pod helps itself, and the next copy continues', async () => {
    const volume = modelVolume([first])
    const [blob = ''] = volume.blobs
    const node = await modelNode([volume])
    const content = readFileSync(join(volume.folder, 'blobs', blob))
    const request = `${JSON.stringify({ manifest: volume.manifest, blob: blob.replace('-', ':') })}\n`
    const half = talk(node, request, () => content.subarray(0, first / 2))
    for (let tries = 0; tries < 100; tries += 1) {
      const written = statSync(join(node.root, 'incoming', blob), { throwIfNoEntry: false })?.size
      if (written === first / 2) break
      await sleep(20)
    }
    await node.kill()
    await half
    const alone = await preparePod(volume, node)
    expect(alone).toMatchObject({ code: 0, copied: first })
    expect(alone.out).toContain("the node's cache does not bring")
    expect(node.has(blob)).toBe(false)
    await node.start()
    expect(await preparePod(volume, node)).toMatchObject({ code: 0, err: '', copied: first / 2 })
    expect(node.has(blob)).toBe(true)
  })

  test('and that was wrong from its beginning is copied anew', async () => {
    const volume = modelVolume([first])
    const [blob = ''] = volume.blobs
    const node = await modelNode([volume])
    const partial = join(node.root, 'incoming', blob)
    writeFileSync(partial, Buffer.alloc(first / 2, 1))
    if (isRoot) chownSync(partial, users.daemon, users.daemon)
    const prepared = await preparePod(volume, node)
    expect(prepared).toMatchObject({ code: 0, err: '', copied: first * 1.5 })
    expect(same(join(prepared.target, 'blobs', blob), join(volume.folder, 'blobs', blob))).toBe(true)
  })

  test('by the death of the pod’s own program continues at its next start, without a cache', async () => {
    const volume = modelVolume([first])
    const [blob = ''] = volume.blobs
    const target = podStore()
    await preparePod(modelVolume([10]), undefined, target)
    const content = readFileSync(join(volume.folder, 'blobs', blob))
    writeFileSync(join(target, '.incoming', blob), content.subarray(0, first / 4), { mode: 0o666 })
    await x('chmod', ['0666', join(target, '.incoming', blob)])
    expect(await preparePod(volume, undefined, target)).toMatchObject({
      code: 0,
      err: '',
      copied: first * 0.75,
    })
  })
})

describe('what is wrong', () => {
  test('a damaged blob is in no cache and in no store, and the pod says which', async () => {
    const volume = modelVolume([first, second])
    const [blob = ''] = volume.blobs
    const node = await modelNode([volume])
    damage(join(volume.folder, 'blobs', blob))
    for (const on of [node, undefined]) {
      const { code, err, target } = await preparePod(volume, on)
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(`^prepare-models: blob ${blob} is damaged: its digest is [0-9a-f]{64}$`),
      ])
      expect(readdirSync(join(target, 'manifests'))).toEqual([])
      expect(readdirSync(join(target, 'blobs'))).not.toContain(blob)
    }
    expect(node.has(blob)).toBe(false)
    expect(readdirSync(join(node.root, 'incoming'))).not.toContain(blob)
  })

  test('a blob that is shorter than its manifest says is refused', async () => {
    const volume = modelVolume([first])
    const node = await modelNode([volume])
    truncateSync(join(volume.folder, 'blobs', volume.blobs[0] ?? ''), 1000)
    for (const on of [node, undefined]) expect(await preparePod(volume, on)).toMatchObject({ code: 1 })
    expect(node.has(volume.blobs[0] ?? '')).toBe(false)
  })

  test('a blob that lost bytes in the cache is copied again', async () => {
    const volume = modelVolume([first])
    const node = await modelNode([volume])
    await preparePod(volume, node)
    truncateSync(join(node.root, 'blobs', volume.blobs[0] ?? ''), 1000)
    expect(await preparePod(volume, node)).toMatchObject({ code: 0, err: '', copied: first })
  })
})

describe('the budget', () => {
  test('the blob that was used last longest ago leaves, and only when the new one is whole', async () => {
    const volumes = [modelVolume([first], 'a/1'), modelVolume([first], 'b/1'), modelVolume([first], 'c/1')]
    const [a, b, c] = volumes.map(({ blobs }) => blobs[0] ?? '')
    const node = await modelNode(volumes, { budget: 2.5 * first })
    for (const volume of volumes.slice(0, 2)) await preparePod(volume, node)
    unusedFor(node, a ?? '', 9000)
    unusedFor(node, b ?? '', 5000)
    damage(join(volumes[2]?.folder ?? '', 'blobs', c ?? ''))
    expect(await preparePod(volumes[2] as never, node)).toMatchObject({ code: 1 })
    expect([a, b, c].map((one) => node.has(one ?? ''))).toEqual([true, true, false])
    damage(join(volumes[2]?.folder ?? '', 'blobs', c ?? ''))
    expect(await preparePod(volumes[2] as never, node)).toMatchObject({ code: 0, err: '', copied: first })
    expect([a, b, c].map((one) => node.has(one ?? ''))).toEqual([false, true, true])
  })

  test('a blob that a process has open stays, and so does one that was used lately; the pod helps itself', async () => {
    const volumes = [modelVolume([first], 'a/1'), modelVolume([first], 'b/1')]
    const [a = '', b = ''] = volumes.map(({ blobs }) => blobs[0] ?? '')
    const node = await modelNode(volumes, { budget: 1.5 * first })
    await preparePod(volumes[0] as never, node)
    const lately = await preparePod(volumes[1] as never, node)
    expect(lately).toMatchObject({ code: 0, copied: first })
    expect(lately.out).toContain('are in use, or were in the last 60 minutes')
    unusedFor(node, a, 9000)
    const stop = reads(join(node.root, 'blobs', a))
    await sleep(300)
    const used = await preparePod(volumes[1] as never, node)
    expect([used.code, used.copied, node.has(a), node.has(b)]).toEqual([0, first, true, false])
    expect(statSync(join(used.target, 'blobs', b)).isFile()).toBe(true)
    stop()
    await sleep(300)
    unusedFor(node, a, 9000)
    expect(await preparePod(volumes[1] as never, node)).toMatchObject({ code: 0, copied: first })
    expect([node.has(a), node.has(b)]).toEqual([false, true])
  })

  test.runIf(isRoot)('a full disk refuses the copy, not the pod', async () => {
    const root = scratchFolder()
    await x('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', root], { throwOnError: true })
    onTestFinished(async () => void (await x('umount', ['-l', root])))
    const volume = modelVolume([2 * first])
    const node = await modelNode([volume], { root, free: 50 })
    const prepared = await preparePod(volume, node)
    expect(prepared).toMatchObject({ code: 0, copied: 2 * first })
    expect(prepared.out).toContain("the node's disk is nearly full")
    expect(readdirSync(join(root, 'incoming'))).toEqual([])
  })

  test.runIf(isRoot)('a pod’s own full disk stops the pod with the reason', async () => {
    const target = scratchFolder()
    await x('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=0777', 'tmpfs', target], { throwOnError: true })
    onTestFinished(async () => void (await x('umount', ['-l', target])))
    expect(await preparePod(modelVolume([first]), undefined, target)).toMatchObject({
      code: 1,
      err: expect.stringContaining('No space left on device'),
    })
  })
})

describe('a tenant that keeps to no rule', () => {
  const asked = (manifest: string, blob: string) => `${JSON.stringify({ manifest, blob })}\n`

  test('gets nothing into the cache but blobs of released manifests', async () => {
    const [released, own] = [modelVolume([first]), modelVolume([first])]
    const node = await modelNode([released])
    const blob = own.blobs[0]?.replace('-', ':') ?? ''
    expect(await talk(node, asked(own.manifest, blob), () => undefined)).toBe(
      'no the manifest is of no released version\n',
    )
    expect(await talk(node, asked(released.manifest, blob), () => undefined)).toBe(
      'no the request is not understood\n',
    )
    for (const garbage of ['\n', '[]\n', '{"manifest":1}\n', `${'x'.repeat(200_000)}\n`])
      expect(await talk(node, garbage, () => undefined)).toMatch(/^no .*\n$/)
    expect(readdirSync(join(node.root, 'incoming'))).toEqual([])
  })

  test('that sends other bytes, or too many, is told, and the next pod copies', async () => {
    const volume = modelVolume([first])
    const node = await modelNode([volume])
    const request = asked(volume.manifest, volume.blobs[0]?.replace('-', ':') ?? '')
    expect(await talk(node, request, () => Buffer.alloc(first * 2, 7))).toMatch(
      /^send 0\nwrong sha256:[0-9a-f]{64}\n$/,
    )
    expect(await preparePod(volume, node)).toMatchObject({ code: 0, err: '', copied: first })
  })

  test('that starts a copy and stops holds others for seconds, not for ever', async () => {
    const volume = modelVolume([first])
    const node = await modelNode([volume], { stall: 2 })
    const request = asked(volume.manifest, volume.blobs[0]?.replace('-', ':') ?? '')
    void talk(node, request, () => Buffer.alloc(1000, 7))
    await sleep(500)
    const prepared = await preparePod(volume, node)
    expect(prepared).toMatchObject({ code: 0, err: '' })
    expect(prepared.seconds).toBeLessThan(15)
    expect(node.has(volume.blobs[0] ?? '')).toBe(true)
  })

  test('that holds every connection stops no pod', async () => {
    const volume = modelVolume([second])
    const node = await modelNode([volume])
    for (let count = 0; count < 80; count += 1) void talk(node, '{', () => undefined)
    await sleep(300)
    const during = await preparePod(volume, node)
    expect(during).toMatchObject({ code: 0, copied: second })
    expect(during.out).toContain('too many connections')
    await sleep(6000)
    expect(await preparePod(volume, node)).toMatchObject({ code: 0, err: '', copied: second })
    expect(node.has(volume.blobs[0] ?? '')).toBe(true)
  })
})
