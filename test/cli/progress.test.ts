import { expect, test } from 'vitest'
import { isWatched } from '../../lib/cli/progress.ts'

test.each([
  ['a person at a terminal', { isTTY: true, columns: 80 }, {}, true],
  ['a pipe', {}, {}, false],
  ['a CI with a terminal', { isTTY: true, columns: 80 }, { CI: 'true' }, false],
  ['a terminal that cannot go back', { isTTY: true, columns: 80 }, { TERM: 'dumb' }, false],
  // A progress line there clears lines for ever, and the command never ends.
  ['a terminal without a width', { isTTY: true, columns: 0 }, {}, false],
])('progress is drawn for %s: %o %o %s', (_, screen, env, watched) => {
  expect(isWatched(screen, env)).toBe(watched)
})
