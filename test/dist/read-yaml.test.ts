import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { isCrds, readDist } from '../support/dist.ts'
import { subject } from '../support/workspace.ts'

vi.setConfig({ testTimeout: 240_000 })

test('all of dist is read as a YAML library reads it', () => {
  // Operators' CRDs, most of its bytes, follow no spec: test/import/upstream.test.ts has the library read them.
  for (const { path, objects } of readDist().filter((one) => !isCrds(one.path))) {
    const text = readFileSync(join(subject, 'dist', path), 'utf8')
    const read = parseAllDocuments(text, { version: '1.1' }).map((one) => one.toJS())
    expect(read, path).toEqual(objects)
  }
})
