import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { program } from '../../lib/cli/main.ts'

/** Commands that do something: those without commands below them. */
function leafCommands(command: Command, path: readonly string[] = []): { path: string; command: Command }[] {
  return command.commands.flatMap((child) => {
    const own = [...path, child.name()]
    return child.commands.length > 0 ? leafCommands(child, own) : [{ path: own.join(' '), command: child }]
  })
}

const commands = leafCommands(program())

test('there are commands', () => {
  expect(commands.map(({ path }) => path)).toEqual(expect.arrayContaining(['plan', 'synth', 'tenant new']))
})

describe.each(commands)('paddock $path', ({ command }) => {
  test('prints JSON when asked, takes no unknown flag, and says what it and its options do', () => {
    expect(command.options.map(({ long }) => long)).toContain('--json')
    expect(Reflect.get(command, '_allowUnknownOption')).toBe(false)
    const texts = [command.description(), ...command.options.map(({ description }) => description)]
    // One line each, as help is read: no capital, no full stop.
    for (const text of texts) expect(text).toMatch(/^[a-z][^\n]*[^.]$/)
  })
})
