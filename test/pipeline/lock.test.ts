import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, onTestFinished, test } from 'vitest'
import { LockedError, takeLock } from '../../lib/pipeline/lock.ts'
import { repository } from '../support/workspace.ts'

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'paddock-lock-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return join(root, 'lock')
}

test('one holder at a time, in turn', async () => {
  const lock = folder()
  let holders = 0
  const seen: number[] = []
  const turn = async () => {
    const release = await takeLock(lock)
    holders += 1
    seen.push(holders)
    await new Promise((resolve) => setTimeout(resolve, 1))
    holders -= 1
    release()
  }
  await Promise.all(Array.from({ length: 20 }, turn))
  expect(seen).toEqual(Array(20).fill(1))
  expect(readdirSync(lock)).toHaveLength(1)
})

test('several processes never hold it at once, though some end without giving it back', async () => {
  const lock = folder()
  const script = `
    import { takeLock } from ${JSON.stringify(join(repository, 'lib/pipeline/lock.ts'))}
    import { openSync, closeSync, rmSync } from 'node:fs'
    for (let turn = 0; turn < 5; turn += 1) {
      const release = await takeLock(${JSON.stringify(lock)})
      // Fails when another process is here.
      closeSync(openSync(${JSON.stringify(`${lock}.held`)}, 'wx'))
      await new Promise((resolve) => setTimeout(resolve, 3))
      rmSync(${JSON.stringify(`${lock}.held`)})
      if (turn === 4 && Number(process.argv[1]) % 2 === 0) process.kill(process.pid, 'SIGKILL')
      release()
    }`
  const ran = await Promise.all(
    Array.from({ length: 4 }, (_, index) =>
      x('node', ['--import', 'tsx', '--input-type=module', '-e', script, String(index)], {
        nodeOptions: { cwd: repository },
      }),
    ),
  )
  expect(ran.map(({ stderr }) => stderr)).toEqual(['', '', '', ''])
  await (await takeLock(lock, { waitMs: 1000 }))()
})

test.each([
  ['a process that ended', { pid: 2 ** 22 + 1, host: hostname(), started: '1' }],
  ['another process by the same number', { pid: process.pid, host: hostname(), started: 'before' }],
  ['one that gave it back', { pid: process.pid, host: hostname(), started: '', released: true }],
  ['a torn file', undefined],
])('%s holds nothing', async (_, holder) => {
  const lock = folder()
  mkdirSync(lock)
  writeFileSync(join(lock, '7'), holder ? JSON.stringify(holder) : '{"pid":')
  const release = await takeLock(lock, { waitMs: 0 })
  expect(readdirSync(lock)).toEqual(['8'])
  release()
})

test('a process that runs, and one of another machine, keep it; the second for an hour', async () => {
  const lock = folder()
  const release = await takeLock(lock)
  const waits: number[] = []
  await expect(takeLock(lock, { waitMs: 0, onWait: (pid) => waits.push(pid) })).rejects.toThrow(LockedError)
  expect(waits).toEqual([process.pid])
  release()

  const [last = ''] = readdirSync(lock)
  writeFileSync(join(lock, last), JSON.stringify({ pid: 1, host: `not-${hostname()}`, started: '' }))
  await expect(takeLock(lock, { waitMs: 0 })).rejects.toThrow('process 1 on not-')
  utimesSync(join(lock, last), 0, 0)
  ;(await takeLock(lock, { waitMs: 0 }))()
})
