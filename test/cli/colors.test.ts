import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { listFiles } from '../../lib/write/stage.ts'
import { repository } from '../support/workspace.ts'

const configs = [
  'vitest.config.ts',
  ...listFiles(join(repository, 'test'), (path) => path.endsWith('vitest.config.ts')).map(
    (path) => `test/${path}`,
  ),
]

test.each(configs)('%s keeps the tester’s wishes about colours from what tests start', (file) => {
  expect(readFileSync(join(repository, file), 'utf8')).toContain(`setupFiles: 'test/support/plain-output.ts'`)
})

test('no test sees them', () => {
  expect(Object.keys(process.env).filter((name) => /^(NO|FORCE)_COLOR$/.test(name))).toEqual([])
})

test.each([{}, { NO_COLOR: '1' }, { FORCE_COLOR: '1' }, { FORCE_COLOR: '3', NO_COLOR: '1' }])(
  'a pipe gets no escapes with %j',
  async (wishes) => {
    const env = { ...process.env, ...wishes }
    const args = [join(repository, 'lib/cli/paddock.js'), '--root', '/', 'synth']
    const { stdout, stderr } = await x('node', args, { nodeOptions: { env } })
    // If both are set, Node itself adds a line.
    expect(stdout).toMatch(/^1 error(, \d+ notices)?; nothing was written\n$/)
    expect(stderr).toMatch(/^✖ clusters {2}\(no-clusters\)/)
  },
)
