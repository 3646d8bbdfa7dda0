import { expect, test } from 'vitest'
import { mostUploadMiB } from '../../lib/resolve/open-webui-uploads.ts'
import { tenantFile } from '../../lib/rules/tenant-file.ts'
import { checkUploads } from '../../lib/rules/uploads.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { plain } from '../support/fleet.ts'

const found = (uploadMiB?: number) =>
  checkUploads(
    tenantFile('tenants/plain.ts', {
      ...plain,
      ...(uploadMiB ? { limits: { uploadMiB } } : {}),
    } as TenantSpec),
  )

test('a tenant may allow what a pod processes, and no more', () => {
  const most = mostUploadMiB()
  expect(found()).toEqual([])
  expect(found(most)).toEqual([])
  expect(found(most + 1)).toMatchObject([
    { field: 'limits.uploadMiB', level: 'error', facts: { askedMiB: most + 1, mostMiB: most } },
  ])
  expect(found(100)).toHaveLength(1)
})
