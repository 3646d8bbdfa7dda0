import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileOwner } from '../../lib/resolve/claims.ts'
import { checkFileOwners } from '../../lib/rules/file-owners.ts'
import { tenantFile } from '../../lib/rules/tenant-file.ts'
import { tenantId } from '../support/arbitrary.ts'

const fleet = (...ids: readonly string[]) => ({
  clusters: [],
  tenants: ids.map((id) =>
    tenantFile(`tenants/${id}.ts`, {
      id,
      tier: 'standard',
      cell: 'us-east-1-a',
      contacts: { owner: 'a@b.example' },
    }),
  ),
})

test('two ids whose digests meet are told, and nothing else', () => {
  // Found by trying ids in turn until two met.
  expect(fileOwner('tp4l')).toBe(fileOwner('t17mb'))
  expect(checkFileOwners(fleet('tp4l', 'acme', 't17mb'))).toMatchInlineSnapshot(`
    [
      {
        "code": "file-owner",
        "facts": {
          "id": "t17mb",
          "other": "tp4l",
          "owner": 460698655,
        },
        "field": "id",
        "file": "tenants/t17mb.ts",
        "level": "error",
      },
    ]
  `)
  expect(checkFileOwners(fleet('tp4l', 'acme', 'globex'))).toEqual([])
})

test('an owner is no system account’s and no image’s user, fits 31 bits, and stays what it was', () => {
  fc.assert(
    fc.property(tenantId, (id) => {
      expect(fileOwner(id)).toBeGreaterThanOrEqual(1_000_000)
      expect(fileOwner(id)).toBeLessThan(2 ** 31)
    }),
  )
  // Another digest would lock every tenant out of its files: access points cannot change.
  expect(fileOwner('umbrella-health')).toBe(1_200_081_069)
})
