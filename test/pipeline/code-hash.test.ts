import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { codeHash } from '../../lib/pipeline/code-hash.ts'
import { repository } from '../support/workspace.ts'

test.each([
  'lib/rules/quota.ts',
  'lib/cli/bundle.js',
  'lib/catalog/prices.json',
  'charts/platform/argocd/health/crd.lua',
  'charts/platform/argocd/cache.sh',
  'charts/kit/database/bootstrap.sql',
  'charts/tenant/export/export.py',
  'crossplane/new-kind-of-file.xyz',
])('is another when %s is', (path) => {
  const root = mkdtempSync(join(tmpdir(), 'paddock-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  cpSync(join(repository, 'package-lock.json'), join(root, 'package-lock.json'))
  for (const folder of ['lib', 'charts', 'crossplane']) mkdirSync(join(root, folder))
  const write = (text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    return codeHash(root)
  }
  const first = write('first')
  expect(write('other')).not.toBe(first)
  expect(write('first')).toBe(first)
})
