import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { synth } from '../../lib/pipeline/synth.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { subject, workspace } from '../support/workspace.ts'

const order = vi.hoisted(() => ({ reversed: false, asked: 0 }))

/** A file system that lists folders the other way round, as another one may. */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const readdirSync = (...args: Parameters<typeof fs.readdirSync>) => {
    const entries = fs.readdirSync(...args)
    order.asked += 1
    return order.reversed ? entries.reverse() : entries
  }
  return { ...fs, readdirSync }
})

const content = (root: string) =>
  Object.fromEntries(
    listFiles(join(root, 'dist')).map((path) => [path, readFileSync(join(root, 'dist', path), 'utf8')]),
  )

beforeEach(() => {
  order.reversed = false
})

test('whatever the order in which files are found, the bytes and what is told are the same', async () => {
  const root = workspace()
  order.reversed = true
  order.asked = 0
  const result = await synth({ root })
  expect(order.asked).toBeGreaterThan(1)
  expect(result.clusters.map(({ name }) => name)).toEqual(['hub', 'local', 'us-east-1', 'us-west-2'])
  order.reversed = false
  expect(content(root)).toEqual(content(subject))
})

test('mistakes too', async () => {
  const broken = { 'tenants/a1.ts': 'export default 1', 'tenants/b1.ts': 'export default 2' }
  const reported = async () => (await synth({ root: workspace(broken), write: false })).findings
  const before = await reported()
  order.reversed = true
  expect(await reported()).toEqual(before)
})
