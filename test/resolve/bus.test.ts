import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MiB } from '../../lib/catalog/units.ts'
import { environment } from '../../lib/kube/pod.ts'
import { resolveBus } from '../../lib/resolve/bus.ts'
import { busAccess, dedicatedCacheAccess, sharedCacheAccess } from '../../lib/resolve/cache-access.ts'
import type { Env } from '../../lib/resolve/pod-types.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { cluster, tenantSpec } from '../support/arbitrary.ts'
import { plain } from '../support/fleet.ts'

/** A variable's text as the pod has it. */
const drawn = (env: Env, wanted: string) => environment(env).find(({ name }) => name === wanted)?.value
const scripts = /\+(eval|evalsha|script|function|fcall)/

describe('a tenant of the cell’s cache', () => {
  const shared = tenantSpec.filter(({ cache = 'shared' }) => cache === 'shared')

  test('has its Redis beside it in both roles; of the cell’s it keeps answers, and starts without it', () => {
    fc.assert(
      fc.property(shared, (spec) => {
        const { openWebui, ollama } = resolveTenant(spec, cluster)
        const { CACHE_HOST, CACHE_PASSWORD, ...rest } = openWebui.env
        expect(drawn(rest, 'REDIS_URL')).toBe('redis://bus:$(BUS_PASSWORD)@bus:6379/0')
        expect(rest['WEBSOCKET_REDIS_URL']).toEqual(rest['REDIS_URL'])
        // A required Secret would hold up the pods of all tenants while the cell has no cache.
        expect(CACHE_HOST).toEqual({ secret: 'cell-cache', key: 'host', optional: true })
        expect(CACHE_PASSWORD).toEqual({ secret: `tenant-${spec.id}-secrets`, key: 'cache-password' })
        // Open WebUI itself reads none of these variables, and no other container has them.
        const others = JSON.stringify([rest, openWebui.migrateEnv, ollama.map(({ env }) => env)])
        for (const word of ['CACHE_HOST', 'CACHE_PASSWORD', 'cell-cache', 'cache-password']) {
          expect(others).not.toContain(word)
        }
      }),
    )
  })

  test('keeps a user there, without any script', () => {
    fc.assert(
      fc.property(shared, (spec) => {
        const { claims } = resolveTenant(spec, cluster)
        expect(claims?.cache.name).toBe(spec.cell)
        expect(claims?.cache.access).toContain(`~tenant-${spec.id}:* `)
        expect(claims?.cache.access).not.toMatch(scripts)
      }),
    )
  })
})

test('a cache of the tenant’s own is both, over TLS, and there is no bus', () => {
  const tenant = resolveTenant(completeTenant({ ...plain, cache: 'dedicated' }), cluster)
  expect(tenant.bus).toBeUndefined()
  const { env } = tenant.openWebui
  expect(drawn(env, 'REDIS_URL')).toBe('rediss://tenant-plain:$(CACHE_PASSWORD)@$(CACHE_HOST):6379/0')
  expect(env['CACHE_HOST']).toEqual({ secret: 'tenant-cache', key: 'host' })
  expect(tenant.openWebui.env['BUS_PASSWORD']).toBeUndefined()
  expect(tenant.flows.map(({ name }) => name)).toContain('open-webui-to-cache')
})

test('scripts run where no other tenant is', () => {
  expect(sharedCacheAccess('tenant-a')).not.toMatch(scripts)
  for (const access of [busAccess('tenant-a'), dedicatedCacheAccess('tenant-a')]) {
    expect(access).toMatch(/\+eval .*\+evalsha .*\+script/)
    expect(access).not.toMatch(/\+(flush|config|acl|keys|scan|monitor|shutdown|debug)/)
  }
})

test('a bus has room for those who use it, and the pod for the bus', () => {
  const sizes = [1, 25, 400, 2000, 10_000].map((expectedUsers) =>
    resolveBus(completeTenant({ ...plain, expectedUsers })),
  )
  expect(sizes.map(({ dataBytes }) => dataBytes / MiB)).toEqual([96, 96, 128, 192, 576])
  for (const { dataBytes, logBytes, pod } of sizes) {
    expect(pod.memoryLimitBytes).toBeGreaterThanOrEqual(1.5 * dataBytes)
    expect(pod.memoryBytes).toBeGreaterThanOrEqual(dataBytes)
    expect(pod.ephemeralBytes).toBeGreaterThan(logBytes)
  }
})
