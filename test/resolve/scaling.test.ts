import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instanceType } from '../../lib/catalog/instances.ts'
import { GiB } from '../../lib/catalog/units.ts'
import { gpuFits, modelServers } from '../../lib/resolve/model-server.ts'
import { memoryLimitBytes, openWebuiScale } from '../../lib/resolve/open-webui-scale.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster, tenantSpec } from '../support/arbitrary.ts'

const base = { id: 'aa', cell: 'us-east-1-a', contacts: { owner: 'a@b.example' } }
const standard: TenantSpec = { ...base, tier: 'standard' }

/**
 * Replicas that the autoscaler wants: for each metric the replicas that bring its average to the target, unless it
 * is within a tenth of it; the most of them.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
function wanted(
  replicas: number,
  ratios: readonly number[],
  { min, max }: { min: number; max: number },
): number {
  const each = ratios.map((ratio) => (Math.abs(ratio - 1) <= 0.1 ? replicas : Math.ceil(replicas * ratio)))
  return Math.min(max, Math.max(min, ...each))
}

describe('Open WebUI is scaled as the autoscaler counts', () => {
  /** Measured at rest: 1.16 GiB a process. */
  const restBytes = 1.16 * GiB
  const scale = openWebuiScale(completeTenant(standard))
  const memory = (bytes: number) => bytes / (scale.memoryBytes ?? Number.NaN)

  test('idle replicas go away down to the fewest', () => {
    let replicas = scale.max
    for (let round = 0; round < 10; round += 1) replicas = wanted(replicas, [0.02, memory(restBytes)], scale)
    expect(replicas).toBe(scale.min)
  })
  test('memory at 80 % of its limit adds a replica', () => {
    expect(wanted(2, [0.5, memory(0.9 * memoryLimitBytes)], scale)).toBe(3)
    expect(wanted(2, [0.5, memory(0.7 * memoryLimitBytes)], scale)).toBe(2)
  })
  test('the processor at 70 % of its request adds a replica', () => {
    expect(wanted(2, [0.9 / 0.7, memory(restBytes)], scale)).toBe(3)
  })
  test('an active tenant has two at least, and more users never mean fewer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(500), (users, more) => {
        const few = openWebuiScale(completeTenant({ ...standard, expectedUsers: users }))
        const many = openWebuiScale(completeTenant({ ...standard, expectedUsers: users + more }))
        expect(few.min).toBeGreaterThanOrEqual(2)
        expect(few.max).toBeGreaterThanOrEqual(few.min)
        expect(many.min).toBeGreaterThanOrEqual(few.min)
        expect(many.max).toBeGreaterThanOrEqual(few.max)
      }),
    )
  })
})

describe('a model goes to the cheapest type that holds it', () => {
  const types = cluster.nodeGroups.gpu.types
  const fitsOf = (models: readonly string[]) => {
    const spec = completeTenant({ ...base, tier: 'premium', models } as TenantSpec)
    const server = modelServers(spec).find(({ nodeClass }) => nodeClass === 'gpu')
    if (!server) throw new Error('no GPU server')
    return { server, fits: gpuFits(server, types) }
  }
  test('llama3:70b', () => {
    const { fits } = fitsOf(['llama3:70b'])
    expect(fits.length).toBeGreaterThan(0)
    // 40 GB of weights: no single GPU of 16 or 24 GB, and never what is no longer sold.
    expect(fits.map(({ type }) => type)).not.toContain('g4dn.xlarge')
    expect(fits.map(({ type }) => type)).not.toContain('p3.2xlarge')
    expect(fits.map(({ usdPerHour }) => usdPerHour)).toEqual(
      fits.map(({ usdPerHour }) => usdPerHour).sort((a, b) => a - b),
    )
  })
  test('every fit holds weights and caches, whatever the tenant', () => {
    fc.assert(
      fc.property(tenantSpec, (spec) => {
        for (const server of modelServers(spec).filter(({ nodeClass }) => nodeClass === 'gpu')) {
          for (const { type, gpus } of gpuFits(server, types)) {
            const { gpu } = instanceType(type)
            expect((gpu?.vramBytesEach ?? 0) * gpus).toBeGreaterThan(server.weightsBytes + server.kvBytes)
          }
        }
      }),
    )
  })
  test('a CPU server’s limit holds weights and caches', () => {
    fc.assert(
      fc.property(tenantSpec, (spec) => {
        const servers = modelServers(spec)
        for (const { nodeClass, pod } of resolveTenant(spec, cluster).ollama) {
          const server = servers.find((one) => one.nodeClass === nodeClass)
          if (nodeClass === 'cpu' && server)
            expect(pod.memoryBytes).toBeGreaterThan(server.weightsBytes + server.kvBytes)
        }
      }),
    )
  })
})
