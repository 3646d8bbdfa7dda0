import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { newTenant } from '../../lib/cli/tenant-new.ts'
import { workspace } from '../support/workspace.ts'

const person = vi.hoisted(() => ({ answers: [] as unknown[], asked: [] as string[], gone: Symbol('cancel') }))

/** A terminal with a person at it. */
vi.mock('@clack/prompts', () => {
  const reply = async ({ message }: { message: string }) => {
    person.asked.push(message)
    return person.answers.shift()
  }
  return { text: reply, select: reply, cancel: () => {}, isCancel: (one: unknown) => one === person.gone }
})

beforeEach(() => {
  const before = [process.stdin.isTTY, process.stdout.isTTY] as const
  ;[process.stdin.isTTY, process.stdout.isTTY] = [true, true]
  onTestFinished(() => {
    ;[process.stdin.isTTY, process.stdout.isTTY] = before
  })
  vi.spyOn(console, 'log').mockImplementation(() => {})
})

test('a terminal is asked for what was not given, and for nothing else', async () => {
  Object.assign(person, { answers: ['fresh', 'us-east-1-a', 'it@fresh.example'], asked: [] })
  const root = workspace()
  expect(await newTenant(root, { tier: 'premium' })).toBe(0)
  expect(person.asked).toEqual(['Id of the tenant', 'Cell', 'Mail address of the owner'])
  const text = readFileSync(join(root, 'tenants/fresh.ts'), 'utf8')
  expect(text).toContain(`id: 'fresh',\n  tier: 'premium',\n  cell: 'us-east-1-a',`)
})

test('a question that is left writes nothing', async () => {
  Object.assign(person, { answers: ['fresh', person.gone], asked: [] })
  const root = workspace()
  expect(await newTenant(root, {})).toBe(1)
  expect(existsSync(join(root, 'tenants/fresh.ts'))).toBe(false)
})
