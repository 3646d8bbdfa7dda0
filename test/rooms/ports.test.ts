import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles } from '../../lib/write/stage.ts'
import { claimPorts } from '../support/ports.ts'
import { repository } from '../support/workspace.ts'

/** Ports that are named but not listened on: a fake records its arguments. */
const said = [
  'real/shell/pull-models.test.ts: 127.0.0.1:11434',
  'dist/argocd-ingress.test.ts: localhost:8443',
  // Values of dist that are compared.
  'intent/argocd.ts: localhost:8443',
  'intent/environments.ts: 0.0.0.0:11435',
  "intent/environments.ts: PORT: '6379",
  'intent/programs.ts: 0.0.0.0:9402',
]

const fixed =
  /(?:127\.0\.0\.\d+|localhost|0\.0\.0\.0|\[::1?\]):\d{2,5}\b|\.listen\(\s*[1-9]\d*|\b(?:[a-zA-Z]*P|p)ort\w* = '?\d{4,5}\b|\bPORT[A-Z_]*[:=] ?'?\d{4,5}\b/g

test('no test and no proof names a port of this machine: two runs at once would meet there', () => {
  const here = listFiles(join(repository, 'test'), (path) => /\.ts$|\.sh$|(^|\/)(run|build)$/.test(path))
  const found = here
    // The proof of the application runs in a network namespace of its own, with the ports of dist.
    .filter((path) => path !== 'rooms/ports.test.ts' && !path.startsWith('real/app/'))
    .flatMap((path) =>
      [...readFileSync(join(repository, 'test', path), 'utf8').matchAll(fixed)].map(
        ([text]) => `${path}: ${text}`,
      ),
    )
  expect([...new Set(found)].sort()).toEqual([...said].sort())
})

test('ports that were claimed are claimed once, and below those that the kernel gives away', async () => {
  const ports = await claimPorts(200)
  expect(new Set(ports).size).toBe(200)
  expect(Math.max(...ports)).toBeLessThan(32_768)
})
