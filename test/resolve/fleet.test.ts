import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import usEast1 from '../../clusters/us-east-1.ts'
import { instanceType, instanceTypeNames } from '../../lib/catalog/instances.ts'
import { resolveFleet } from '../../lib/resolve/fleet.ts'
import { fleetSizes } from '../../lib/resolve/fleet-sizes.ts'
import { checkNodeGroups } from '../../lib/rules/node-groups.ts'
import type { RegionalClusterSpec } from '../../lib/spec/index.ts'

const spec = usEast1 as RegionalClusterSpec
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

const nodes = fc
  .tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 400 }))
  .map((sizes) => sizes.sort((a, b) => a - b))
const sold = instanceTypeNames.filter((name) => instanceType(name).unsold === undefined)
const nodeGroups = fc
  .record({ types: fc.subarray(sold, { minLength: 1 }), sizes: nodes, onDemandPercent: fc.nat(100) })
  .map(({ types, sizes: [min = 0, desired = 0, max = 1], onDemandPercent }) => ({
    types,
    min,
    desired,
    max,
    onDemandPercent,
  }))

test('the groups of any fleet have the sums and the share that its spec says, and no group is upside down', () => {
  fc.assert(
    fc.property(nodeGroups, (cpu) => {
      const groups = resolveFleet({ ...spec.nodeGroups, cpu }).groups.filter(
        ({ nodeClass }) => nodeClass === 'cpu',
      )
      for (const size of ['min', 'desired', 'max'] as const) {
        expect(sum(groups.map((one) => one[size]))).toBe(cpu[size])
        const onDemand = sum(
          groups.filter(({ capacity }) => capacity === 'on-demand').map((one) => one[size]),
        )
        expect(onDemand).toBe(Math.ceil((cpu[size] * cpu.onDemandPercent) / 100))
      }
      for (const { min, desired, max } of groups) {
        expect(min <= desired && desired <= max && max > 0).toBe(true)
      }
    }),
  )
})

describe('the fleet of us-east-1', () => {
  const fleet = resolveFleet(spec.nodeGroups)
  const rows = fleetSizes(fleet).map(({ type, onDemand, spot }) =>
    [type, ...[onDemand, spot].map(({ min, desired, max }) => `${min}/${desired}/${max}`)].join(' '),
  )

  test('has 3, 5 and 50 CPU nodes and 0, 0 and 20 GPU nodes, 30 % of them on demand', () => {
    expect(rows).toEqual([
      'c5.2xlarge 1/1/5 1/1/12',
      'c5.4xlarge 0/1/5 1/1/12',
      'c5.9xlarge 0/0/5 0/1/11',
      'g4dn.xlarge 0/0/2 0/0/3',
      'g4dn.2xlarge 0/0/1 0/0/3',
      'g6e.xlarge 0/0/1 0/0/3',
      'g5.12xlarge 0/0/1 0/0/3',
      'g4dn.12xlarge 0/0/1 0/0/2',
    ])
  })

  test('leaves p3 off, and says why', () => {
    expect(fleet.off.map(({ type }) => type)).toEqual(['p3.2xlarge'])
    expect(fleet.off[0]?.reason).toMatch(/stopped selling p3/)
  })
})

test('a fleet too small for its types is refused, with the type that would have no node', () => {
  const cpu = { ...spec.nodeGroups.cpu, min: 1, desired: 1, max: 2 }
  const cluster = { ...spec, nodeGroups: { ...spec.nodeGroups, cpu } }
  const findings = checkNodeGroups({ tenants: [], clusters: [{ file: 'clusters/x.ts', spec: cluster }] })
  expect(findings[0]).toMatchObject({
    code: 'node-groups',
    field: 'nodeGroups.cpu.max',
    why: '2 nodes over 3 types leave no on-demand or no spot node for c5.4xlarge, c5.9xlarge',
  })
})
