import fc from 'fast-check'
import { expect, test } from 'vitest'
import { overlap as claimed, cut, quarters } from '../../lib/resolve/cidr.ts'
import { resolveVpc } from '../../lib/resolve/vpc.ts'
import { covers, overlap, parseBlock } from '../../lib/verify/reachability/cidr.ts'

const shared = (one: string, other: string) => overlap(parseBlock(one), parseBlock(other))
const vpcCidr = fc.integer({ min: 0, max: 255 }).map((second) => `10.${second}.0.0/16`)
const subnets = (cidr: string) =>
  Object.values(resolveVpc(cidr).tiers).flatMap(({ zones }) => Object.values(zones))

test('subnets lie in the VPC, and none shares an address with another', () => {
  fc.assert(
    fc.property(vpcCidr, (cidr) => {
      const all = subnets(cidr)
      expect(all).toHaveLength(15)
      for (const one of all) expect(covers(parseBlock(cidr), parseBlock(one))).toBe(true)
      all.forEach((one, index) => {
        for (const other of all.slice(index + 1))
          expect([one, other, shared(one, other)]).toEqual([one, other, false])
      })
    }),
  )
})

test('a tier’s block holds its subnets and none of another tier but the nodes’', () => {
  const { node: _, ...small } = resolveVpc('10.16.0.0/16').tiers
  for (const { block, zones } of Object.values(small)) {
    const inside = subnets('10.16.0.0/16').filter((one) => shared(block, one))
    expect(inside).toEqual(Object.values(zones))
  }
})

test('the subnets of a region are these', () => {
  expect(resolveVpc('10.16.0.0/16').tiers).toMatchInlineSnapshot(`
    {
      "controlPlane": {
        "block": "10.16.216.0/26",
        "zones": {
          "a": "10.16.216.0/28",
          "b": "10.16.216.16/28",
          "c": "10.16.216.32/28",
        },
      },
      "data": {
        "block": "10.16.208.0/22",
        "zones": {
          "a": "10.16.208.0/24",
          "b": "10.16.209.0/24",
          "c": "10.16.210.0/24",
        },
      },
      "endpoint": {
        "block": "10.16.212.0/22",
        "zones": {
          "a": "10.16.212.0/24",
          "b": "10.16.213.0/24",
          "c": "10.16.214.0/24",
        },
      },
      "node": {
        "block": "10.16.0.0/16",
        "zones": {
          "a": "10.16.0.0/18",
          "b": "10.16.64.0/18",
          "c": "10.16.128.0/18",
        },
      },
      "public": {
        "block": "10.16.192.0/20",
        "zones": {
          "a": "10.16.192.0/22",
          "b": "10.16.196.0/22",
          "c": "10.16.200.0/22",
        },
      },
    }
  `)
})

test('blocks are cut largest first and only while there is room', () => {
  expect(quarters('10.0.0.0/8')).toEqual(['10.0.0.0/10', '10.64.0.0/10', '10.128.0.0/10', '10.192.0.0/10'])
  expect(cut('192.168.0.0/24', [25, 26, 26])).toEqual([
    '192.168.0.0/25',
    '192.168.0.128/26',
    '192.168.0.192/26',
  ])
  expect(() => cut('192.168.0.0/24', [26, 25])).toThrow('/25 comes after a smaller block')
  expect(() => cut('192.168.0.0/24', [25, 25, 25])).toThrow('does not hold')
})

test('two blocks overlap exactly when the verifier says so', () => {
  const cidr = fc
    .tuple(
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 8, max: 28 }),
    )
    .map(([second, third, prefix]) => `10.${second}.${third}.0/${prefix}`)
  fc.assert(
    fc.property(cidr, cidr, (one, other) => {
      expect(claimed(one, other)).toBe(shared(one, other))
    }),
  )
})
