import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cacheOffPassword, databaseAdminSecret } from '../../lib/resolve/names.ts'
import { resolveSecrets } from '../../lib/resolve/secrets.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteRegionalSpec } from '../../lib/spec/index.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import acme from '../fleet/tenants/acme.ts'

const doc = readFileSync(new URL('../../docs/secrets.md', import.meta.url), 'utf8')
/** Rows of the tables on rotation: name of the value, and its rotation. */
const reported = new Map(
  doc
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6)
    .flatMap(([, names = '', , how = '']) => {
      const [, first = ''] = /^`([^`]+)`/.exec(names) ?? []
      // `cache-password`, `…-next`
      const more = names.includes('`…-next`') ? [`${first}-next`] : []
      return [first, ...more].map((name) => [name, how] as const)
    }),
)

test('of every value that is generated, and of the one that a person brings, the page tells how it rotates', () => {
  const { generated, oidc } = resolveSecrets(
    completeTenant(acme),
    completeCluster(usEast1) as CompleteRegionalSpec,
  )
  expect(oidc).toBeDefined()
  const silent = [
    ...generated.keys,
    oidc?.key ?? '',
    databaseAdminSecret('<id>'),
    cacheOffPassword.name,
  ].filter((key) => !reported.get(key))
  expect(silent).toEqual([])
})

test('what must never change is said to be so', () => {
  const never = [...reported].filter(([, how]) => /^(\*\*)?never/.test(how)).map(([name]) => name)
  expect(never).toEqual(['admin-password', 'webui-secret-key', cacheOffPassword.name])
})
