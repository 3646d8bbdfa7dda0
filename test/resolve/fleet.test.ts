import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type InstanceTypeName, instanceType, instanceTypeNames } from '../../lib/catalog/instances.ts'
import { resolveFleet, typesInUse } from '../../lib/resolve/fleet.ts'
import { gpuFits, modelServers } from '../../lib/resolve/model-server.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteRegionalSpec, TenantSpec } from '../../lib/spec/index.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'

type GroupsSpec = CompleteRegionalSpec['nodeGroups']
const seed = (completeCluster(usEast1) as CompleteRegionalSpec).nodeGroups

const typesOf = (gpu: boolean) =>
  fc.uniqueArray(
    fc.constantFrom(...instanceTypeNames.filter((type) => (instanceType(type).gpu !== undefined) === gpu)),
    { minLength: 1 },
  )
const sums = fc
  .tuple(fc.nat({ max: 450 }), fc.nat({ max: 450 }), fc.nat({ max: 450 }))
  .map((three) => [...three].sort((a, b) => a - b))
const groupOf = (gpu: boolean) =>
  fc
    .tuple(typesOf(gpu), sums, fc.nat({ max: 100 }))
    .map(([types, [min = 0, desired = 0, max = 0], onDemandPercent]) => ({
      types,
      min,
      desired,
      max,
      onDemandPercent,
    }))
const groups: fc.Arbitrary<GroupsSpec> = fc.record({ cpu: groupOf(false), gpu: groupOf(true) })

const total = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((sum, item) => sum + of(item), 0)

test('sums and shares are those of the spec, exactly', () => {
  fc.assert(
    fc.property(groups, (spec) => {
      for (const nodeClass of ['cpu', 'gpu'] as const) {
        const asked = spec[nodeClass]
        const sold = asked.types.some((type) => instanceType(type).sold)
        const made = resolveFleet(spec).groups.filter((one) => one.nodeClass === nodeClass)
        for (const size of ['min', 'desired', 'max'] as const) {
          const all = sold ? asked[size] : 0
          expect(total(made, (one) => one[size])).toBe(all)
          const onDemand = total(
            made.filter(({ capacity }) => capacity === 'on-demand'),
            (one) => one[size],
          )
          // At least the share, and not one node more than it takes.
          const percent = asked.onDemandPercent ?? 30
          expect(onDemand * 100).toBeGreaterThanOrEqual(all * percent)
          expect((onDemand - 1) * 100).toBeLessThan(Math.max(all * percent, 1))
        }
      }
    }),
  )
})

test('every group is in order, holds a node, and has a name of its own', () => {
  fc.assert(
    fc.property(groups, (spec) => {
      const { groups: made } = resolveFleet(spec)
      for (const { min, desired, max } of made) {
        expect(min).toBeLessThanOrEqual(desired)
        expect(desired).toBeLessThanOrEqual(max)
        expect(max).toBeGreaterThan(0)
      }
      expect(new Set(made.map(({ name }) => name)).size).toBe(made.length)
      // EKS: 30 managed groups a cluster. @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
      expect(made.length).toBeLessThanOrEqual(30)
      for (const { name } of made) expect(`paddock-${name}`.length).toBeLessThanOrEqual(63)
    }),
  )
})

test('a type is a group, or is off with a reason; one that is not sold is never on', () => {
  fc.assert(
    fc.property(groups, (spec) => {
      const { groups: made, off } = resolveFleet(spec)
      expect(made.filter(({ type }) => !instanceType(type).sold)).toEqual([])
      const named = [...spec.cpu.types, ...spec.gpu.types]
      expect(off.map(({ type }) => type).sort()).toEqual(
        named.filter((type) => !instanceType(type).sold).sort(),
      )
      for (const { reason } of off) expect(reason).not.toBe('')
    }),
  )
})

test('the fleet of a region is this', () => {
  const { groups: made, off } = resolveFleet(seed)
  expect(
    made.map(({ name, min, desired, max }) => `${name} ${min} ${desired} ${max}`),
  ).toMatchInlineSnapshot(`
    [
      "c5-2xlarge-on-demand 1 1 5",
      "c5-4xlarge-on-demand 0 1 5",
      "c5-9xlarge-on-demand 0 0 5",
      "c5-2xlarge-spot 1 1 12",
      "c5-4xlarge-spot 1 1 12",
      "c5-9xlarge-spot 0 1 11",
      "g4dn-xlarge-on-demand 0 0 2",
      "g4dn-2xlarge-on-demand 0 0 1",
      "g6e-xlarge-on-demand 0 0 1",
      "g5-12xlarge-on-demand 0 0 1",
      "g4dn-12xlarge-on-demand 0 0 1",
      "g4dn-xlarge-spot 0 0 3",
      "g4dn-2xlarge-spot 0 0 3",
      "g6e-xlarge-spot 0 0 3",
      "g5-12xlarge-spot 0 0 3",
      "g4dn-12xlarge-spot 0 0 2",
    ]
  `)
  expect(off).toMatchInlineSnapshot(`
    [
      {
        "nodeClass": "gpu",
        "reason": "AWS has stopped selling p3: its API no longer describes the type since May 2026",
        "type": "p3.2xlarge",
      },
    ]
  `)
})

test('nodes with GPUs are labelled, tainted and on their own disks; others are none of it', () => {
  for (const group of resolveFleet(seed).groups) {
    const { gpu } = instanceType(group.type)
    expect(group.labels.accelerator).toBe(gpu?.accelerator)
    expect(group.taint?.key).toBe(gpu ? 'nvidia.com/gpu' : undefined)
    expect(group.nodeTemplate.gpus).toBe(gpu?.count ?? 0)
    expect(group.localDisk).toBe(gpu ? 'instance-store' : 'root')
    const disk = gpu ? instanceType(group.type).localDiskBytes / 1024 ** 3 : group.rootDiskGiB
    expect(group.nodeTemplate.ephemeralStorageGiB).toBeLessThan(disk)
  }
})

test('a 70B model goes to the cheapest type that holds it, among those that have a node', () => {
  const tenant = {
    id: 'aa',
    tier: 'premium',
    cell: 'us-east-1-a',
    contacts: { owner: 'a@b.example' },
  } as TenantSpec
  const server = modelServers(completeTenant(tenant)).find(({ nodeClass }) => nodeClass === 'gpu')
  if (!server) throw new Error('a premium tenant has a GPU server')
  const fits = (types: readonly InstanceTypeName[]) => gpuFits(server, types).map(({ type }) => type)
  expect(fits(typesInUse(seed, 'gpu'))).toEqual(['g6e.xlarge', 'g4dn.12xlarge', 'g5.12xlarge'])
  // Two nodes: one on demand, one spot, both of the first type.
  expect(fits(typesInUse({ ...seed, gpu: { ...seed.gpu, max: 2 } }, 'gpu'))).toEqual([])
})
