import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { repository } from '../support/workspace.ts'

const lines = readFileSync(join(repository, '.github/CODEOWNERS'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [pattern = '', ...owners] = line.split(/\s+/)
    return { pattern, owners }
  })

/** Owners of a path by the last line that matches, as GitHub reads the forms that the file uses. */
function ownersOf(path: string): readonly string[] {
  const matches = lines.filter(({ pattern }) => {
    if (pattern === '*') return true
    const start = pattern.replaceAll(/[.+]/g, '\\$&').replaceAll('*', '[^/]*')
    return new RegExp(`^${start}${pattern.endsWith('/') ? '' : '$'}`).test(`/${path}`)
  })
  return matches.at(-1)?.owners ?? []
}

test('every folder of the repository has a line of its own, and every line names something that is there', async () => {
  const { stdout } = await x('git', ['-C', repository, 'ls-files'])
  const files = stdout.trim().split('\n')
  const folders = new Set(files.flatMap((path) => (path.includes('/') ? [path.split('/')[0]] : [])))
  for (const folder of folders) expect(lines.map(({ pattern }) => pattern)).toContain(`/${folder}/`)
  for (const { pattern } of lines.filter(({ pattern }) => pattern !== '*')) {
    if (!pattern.includes('*'))
      expect([pattern, existsSync(join(repository, pattern))]).toEqual([pattern, true])
    const group = pattern.replaceAll('*', '[^/]+')
    expect([pattern, files.some((path) => new RegExp(`^${group}`).test(`/${path}`))]).toEqual([pattern, true])
  }
})

test('a narrower line takes nobody away but on purpose, and names at least the platform or the security of it', () => {
  for (const { owners } of lines) {
    expect(owners.length).toBeGreaterThan(0)
    expect(owners.some((owner) => /\/(?:platform|security)$/.test(owner))).toBe(true)
  }
})

test.each([
  ['tenants/acme.ts', 'onboarding'],
  ['dist/us-east-1/tenants/acme/network.yaml', 'onboarding'],
  ['dist/us-east-1/platform/data/cell-us-east-1-a.yaml', 'platform'],
  ['crossplane/iam/tenant-files.ts', 'security'],
  ['crossplane/apis/network/api.ts', 'cloud'],
  ['lib/verify/policy/pods.ts', 'security'],
  ['charts/tenant/rbac.ts', 'security'],
  ['.github/workflows/plan.yml', 'security'],
  ['package.json', 'platform'],
])('%s is looked at by %s', (path, team) => {
  expect(ownersOf(path)).toContain(`@paddock-example/${team}`)
})

test('a change of a tenant’s file and its dist asks the same people', () => {
  for (const path of ['tenants/acme/bus.yaml', 'argocd/tenant-acme.yaml'])
    expect(ownersOf(`dist/us-west-2/${path}`)).toEqual(ownersOf('tenants/acme.ts'))
})
