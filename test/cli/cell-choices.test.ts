import { expect, onTestFinished, test, vi } from 'vitest'
import { cellChoices } from '../../lib/cli/cell-choices.ts'
import { newTenant } from '../../lib/cli/tenant-new.ts'
import type { CompleteClusterSpec } from '../../lib/spec/index.ts'
import { smallWorkspace } from '../support/small.ts'

const cluster = (kind: CompleteClusterSpec['kind'], name: string, ...cells: string[]) =>
  ({
    kind,
    name,
    ...(kind === 'hub' ? {} : { cells: Object.fromEntries(cells.map((cell) => [cell, {}])) }),
  }) as CompleteClusterSpec
const values = (...clusters: CompleteClusterSpec[]) => cellChoices(clusters).map(({ value }) => value)

test.each([
  [
    'several in AWS: none on top, the laptop last',
    [cluster('local', 'a', 'a1'), cluster('regional', 'b', 'b1', 'b2')],
    [null, 'b1', 'b2', 'a1'],
  ],
  [
    'one in AWS: it on top, the laptop last',
    [cluster('local', 'a', 'a1'), cluster('regional', 'b', 'b1')],
    ['b1', 'a1'],
  ],
  ['a laptop alone', [cluster('hub', 'h'), cluster('local', 'a', 'a1')], ['a1']],
  ['two cells on a laptop', [cluster('local', 'a', 'a1', 'a2')], [null, 'a1', 'a2']],
] as const)('%s', (_, clusters, expected) => {
  expect(values(...clusters)).toEqual(expected)
})

test('a laptop’s cell says that it is one', () => {
  const [, local] = cellChoices([cluster('local', 'a', 'a1'), cluster('regional', 'b', 'b1')])
  expect(local?.hint).toBe('a: a laptop, not in AWS')
})

const person = vi.hoisted(() => ({ answers: [] as unknown[], asked: [] as string[] }))
vi.mock('@clack/prompts', () => {
  const reply = ({ message }: { message: string }) => {
    person.asked.push(message)
    return Promise.resolve(person.answers.shift())
  }
  return { text: reply, select: reply, cancel: () => {}, isCancel: () => false }
})

test('whoever presses Enter on top is asked again', async () => {
  const before = [process.stdin.isTTY, process.stdout.isTTY] as const
  ;[process.stdin.isTTY, process.stdout.isTTY] = [true, true]
  onTestFinished(() => {
    ;[process.stdin.isTTY, process.stdout.isTTY] = before
  })
  vi.spyOn(console, 'log').mockImplementation(() => {})
  person.answers = [null, null, 'small-a']
  const flags = { id: 'fresh', tier: 'standard', owner: 'it@fresh.example', model: ['llama3.2:1b'] }
  expect(await newTenant(smallWorkspace(), flags)).toBe(0)
  expect(person.asked).toEqual(['Cell', 'Cell', 'Cell'])
})
