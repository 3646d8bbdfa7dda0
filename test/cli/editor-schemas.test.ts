import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { editorSchemas } from '../../lib/cli/editor-schemas.ts'
import { repository } from '../support/workspace.ts'

test.each(Object.entries(editorSchemas()))(
  'docs/schemas/%s is what `npm run schema` writes',
  (name, text) => {
    expect(readFileSync(join(repository, 'docs/schemas', name), 'utf8')).toBe(text)
  },
)
