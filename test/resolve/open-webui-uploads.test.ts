import { expect, test } from 'vitest'
import { GiB } from '../../lib/catalog/units.ts'
import { mostUploadMiB } from '../../lib/resolve/open-webui-uploads.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster } from '../support/arbitrary.ts'
import { environment } from '../support/environment.ts'

const tenant: TenantSpec = {
  id: 'aa',
  tier: 'standard',
  cell: 'us-east-1-a',
  contacts: { owner: 'it@a.example' },
}

test('the pod has the memory for the largest upload that may be asked for, and not for 30 MiB of text', () => {
  const { openWebui } = resolveTenant(completeTenant(tenant), cluster)
  const most = mostUploadMiB(openWebui.pod.memoryLimitBytes)
  // A text of 30 to 60 MB killed a pod of 2,304 MiB.
  expect(most).toBeLessThan(30)
  expect(Number(openWebui.env['RAG_FILE_MAX_SIZE'])).toBeLessThanOrEqual(most)
})

test('a pod with more memory processes more, one without any room nothing', () => {
  expect(mostUploadMiB(4 * GiB)).toBeGreaterThan(mostUploadMiB(2.25 * GiB))
  expect(mostUploadMiB(1 * GiB)).toBe(0)
})

test('the edge lets through as much as Open WebUI takes, so that the page says what is too large', () => {
  const { access, openWebui } = resolveTenant(
    completeTenant({ ...tenant, limits: { uploadMiB: 7 } }),
    cluster,
  )
  expect(openWebui.env['RAG_FILE_MAX_SIZE']).toBe('7')
  expect(access?.uploadMiB).toBe(7)
})

test('a document is embedded many chunks a request, few requests at once', () => {
  const env = environment()
  expect(Number(env['RAG_EMBEDDING_BATCH_SIZE'])).toBeGreaterThanOrEqual(16)
  // 0 means all at once to Open WebUI.
  expect(Number(env['RAG_EMBEDDING_CONCURRENT_REQUESTS'])).toBeGreaterThan(0)
  expect(Number(env['RAG_EMBEDDING_CONCURRENT_REQUESTS'])).toBeLessThanOrEqual(4)
})

test('two of the largest uploads at once fit a pod by the measured figures: 486 MiB for a text of 10 MiB', () => {
  const { openWebui } = resolveTenant(completeTenant(tenant), cluster)
  const rest = 1188
  const most = mostUploadMiB(openWebui.pod.memoryLimitBytes)
  expect(most).toBeGreaterThanOrEqual(10)
  // The second text of the run separates the memory that a process needs once from the memory of each text.
  expect(rest + 70 + 2 * ((486 - 70) / 10) * most).toBeLessThanOrEqual(2304)
  expect(openWebui.env).toMatchObject({ CHUNK_SIZE: '2000', CHUNK_OVERLAP: '200' })
})

test('an upload of nothing is no limit', () => {
  expect(checkShape('tenant', 'tenants/aa.ts', { ...tenant, limits: { uploadMiB: 0 } })).toHaveLength(1)
})
