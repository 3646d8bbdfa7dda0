import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles } from '../../lib/write/stage.ts'
import { repository } from '../support/workspace.ts'

const installs =
  /\b(?:apt-get|apt)\b(?! -qq update).*\binstall\b|\bdebootstrap --|\bpip3? install\b|\b(?:yum|dnf|brew|apk) (?:install|add)\b/

/** Lines of scripts that change the machine, each with what comes before it. */
const lines = listFiles(join(repository, 'test/real'), (path) =>
  /(^|\/)(run|build)$|\.sh$/.test(path),
).flatMap((path) => {
  const text = readFileSync(join(repository, 'test/real', path), 'utf8').split('\n')
  return text.flatMap((line, at) =>
    installs.test(line) && !/^\s*#|^\s*echo|>&2; exit/.test(line)
      ? [{ path, line: line.trim(), before: text.slice(Math.max(0, at - 4), at) }]
      : [],
  )
})

test('there are scripts that install', () => {
  expect(new Set(lines.map(({ path }) => path)).size).toBeGreaterThan(2)
})

test.each(lines)('$path says on stderr what comes before: $line', ({ line, before }) => {
  const said = before.filter((one) => /^\s*echo .*>&2$/.test(one)).join(' ')
  expect(said).toMatch(/verify:[a-z]+: (installs|makes)/)
  // Folders: the name of a package manager, or the folder that is filled.
  expect(said).toMatch(/on this machine|in \$\w+/)
  const packages =
    line
      .match(/install -y (?:--no-install-recommends )?([a-z][a-z0-9 .-]*?)\s*(?:>|\\|$)/)?.[1]
      ?.split(' ') ?? []
  for (const name of packages) expect(said).toContain(name)
})
