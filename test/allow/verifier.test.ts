import { expect, test } from 'vitest'
import { verifyAllowed } from '../../lib/verify/policy/allowed.ts'
import { asValid } from '../support/valid.ts'
import { planted } from './planted.ts'
import { manifests, own } from './tenant.ts'

const findings = (object: (typeof planted)[number]['object']) =>
  verifyAllowed(asValid([{ path: 'planted.yaml', objects: [object] }]), own)

test('the tenant’s own objects are all in the table', () => {
  expect(verifyAllowed(asValid(manifests), own)).toEqual([])
})

test('every planted object is refused', () => {
  expect(planted.length).toBeGreaterThanOrEqual(120)
  expect(new Set(planted.map(({ what, object }) => what + object.metadata.namespace)).size).toBe(
    planted.length,
  )
  const passed = planted.filter(({ object }) => findings(object).length === 0).map(({ what }) => what)
  expect(passed).toEqual([])
})
