import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fieldsMarks, fieldsTables } from '../../lib/docs/fields-tables.ts'
import { replaceBetween } from '../../lib/docs/region-of-file.ts'
import { repository } from '../support/workspace.ts'

test('docs/fields.md is as `npm run docs` writes it', () => {
  const page = readFileSync(join(repository, 'docs/fields.md'), 'utf8')
  expect(replaceBetween(page, fieldsMarks, fieldsTables())).toBe(page)
})
