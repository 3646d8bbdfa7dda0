import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { newTenant } from '../../lib/cli/tenant-new.ts'
import { workspace } from '../support/workspace.ts'

const person = vi.hoisted(() => ({
  answers: [] as unknown[],
  asked: [] as string[],
  reported: [] as (string | undefined)[],
  gone: Symbol('cancel'),
}))

interface Question {
  readonly message: string
  readonly validate?: (answer: string) => string | undefined
}

/** A terminal with a person at it. */
vi.mock('@clack/prompts', () => {
  // Like the library: it prints the reason for a wrong answer and repeats the question.
  const reply = async ({ message, validate }: Question): Promise<unknown> => {
    person.asked.push(message)
    const answer = person.answers.shift()
    const wrong = typeof answer === 'string' ? validate?.(answer) : undefined
    if (wrong === undefined) return answer
    person.reported.push(wrong)
    return await reply({ message, validate: validate ?? (() => undefined) })
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

test('a wrong answer is told at once, by its own question', async () => {
  const answers = ['', 'Fresh Inc', 'fresh', 'standard', 'us-east-1-a', 'nobody', 'it@fresh.example']
  Object.assign(person, { answers, asked: [], reported: [] })
  const root = workspace()
  expect(await newTenant(root, {})).toBe(0)
  expect(person.reported).toMatchInlineSnapshot(`
    [
      """ must be lower-case letters, digits and single hyphens, the first a letter and the last no hyphen: give a value such as acme-labs",
      ""Fresh Inc" must be lower-case letters, digits and single hyphens, the first a letter and the last no hyphen: give a value such as acme-labs",
      ""nobody" must be a mail address: a name of letters, digits and . _ + -, one @ and a domain: give a value such as it@acme.example",
    ]
  `)
  expect(existsSync(join(root, 'tenants/fresh.ts'))).toBe(true)
})

test('a question that is left writes nothing', async () => {
  Object.assign(person, { answers: ['fresh', person.gone], asked: [] })
  const root = workspace()
  expect(await newTenant(root, {})).toBe(1)
  expect(existsSync(join(root, 'tenants/fresh.ts'))).toBe(false)
})

test('a tenant for whom its cell has no room is not written; what was wrong before keeps nobody out', async () => {
  const root = workspace()
  const cluster = join(root, 'clusters/us-east-1.ts')
  const text = readFileSync(cluster, 'utf8')
  const flags = { id: 'fresh', tier: 'standard', cell: 'us-east-1-a', owner: 'it@fresh.example' }
  const reported = vi.spyOn(console, 'error').mockImplementation(() => {})
  writeFileSync(cluster, text.replace('tenants: 30', 'tenants: 7'))
  expect(await newTenant(root, flags)).toBe(1)
  expect(reported.mock.calls.join()).toContain('the tenants of the cell need 8, it declares 7')
  writeFileSync(cluster, text.replace('tenants: 30', 'tenants: 6'))
  expect(await newTenant(root, flags)).toBe(0)
})
