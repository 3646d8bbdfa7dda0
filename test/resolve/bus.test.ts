import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MiB } from '../../lib/catalog/units.ts'
import { resolveBus } from '../../lib/resolve/bus.ts'
import { busAccess, dedicatedCacheAccess, sharedCacheAccess } from '../../lib/resolve/cache-access.ts'
import { clusterNetwork } from '../../lib/resolve/cluster-network.ts'
import { cellNames } from '../../lib/resolve/names.ts'
import type { Env } from '../../lib/resolve/pod-types.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { cluster, tenantSpec } from '../support/arbitrary.ts'
import { plain } from '../support/fleet.ts'

/** Environments and flows of everything that the tenant's pods run. */
const environments = ({ openWebui, ollama }: ResolvedTenant): Env[] => [
  openWebui.env,
  openWebui.migrateEnv,
  ...ollama.map(({ env }) => env),
]
const scripts = /\+(eval|evalsha|script|function|fcall)/

describe('a tenant of the cell’s cache', () => {
  const shared = tenantSpec.filter(({ cache = 'shared' }) => cache === 'shared')

  test('has its Redis beside it in both roles, and no address, password or way of the cell’s', () => {
    fc.assert(
      fc.property(shared, (spec) => {
        const tenant = resolveTenant(spec, cluster)
        const { env } = tenant.openWebui
        expect(env['REDIS_URL']).toBe('redis://bus:$(BUS_PASSWORD)@bus:6379/0')
        expect(env['WEBSOCKET_REDIS_URL']).toBe(env['REDIS_URL'])
        // Any reference to it would make the pods of all tenants unready during its failover.
        const texts = JSON.stringify([environments(tenant), tenant.secrets.endpoints])
        for (const word of [
          '"CACHE_HOST"',
          '"CACHE_PASSWORD"',
          'cache-host',
          'cache-password',
          cellNames(spec.cell).cache,
        ]) {
          expect(texts).not.toContain(word)
        }
        const subnets = clusterNetwork(cluster).databaseCidrs
        const toCache = tenant.flows.filter(
          ({ peer, ports, name }) =>
            // A tenant's own list of destinations is no way to the cell's: rules refuse its subnets there.
            !name.startsWith('open-webui-to-outside-') &&
            peer.kind === 'addresses' &&
            peer.cidrs.some((cidr) => subnets.includes(cidr)) &&
            ports.some(({ port }) => port === 6379),
        )
        expect(toCache).toEqual([])
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
  expect(tenant.openWebui.env).toMatchObject({
    REDIS_URL: 'rediss://tenant-plain:$(CACHE_PASSWORD)@$(CACHE_HOST):6379/0',
    CACHE_HOST: { secret: 'tenant-cache', key: 'host' },
  })
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
