import { BlockList } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockOf, overlap, textOf } from '../../lib/rules/address-block.ts'
import { checkClusterBlocks } from '../../lib/rules/cluster-blocks.ts'
import { checkOutside } from '../../lib/rules/outside.ts'
import { tenantFile } from '../../lib/rules/tenant-file.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'

const problem = (cidr: string) => {
  const egress = [{ name: 'place', reason: 'a reason of length', cidrs: [cidr], ports: [443] }]
  const [found] = checkOutside(tenantFile('tenants/plain.ts', { ...plain, egress }))
  if (!found) return undefined
  const { covers, expected, problem: kind } = found.facts as Readonly<Record<string, string | undefined>>
  return covers ?? expected ?? kind
}

test.each([
  ['bits below the prefix', '203.0.113.7/24', '203.0.113.0/24'],
  ['bits below the prefix of IPv6', '2a00::1/64', '2a00::/64'],
  ['a prefix with a zero before it', '203.0.113.0/024', '203.0.113.0/24'],
  ['leading zeros in IPv4', '203.000.113.0/24', 'not-a-block'],
  ['leading zeros in IPv6', '2a00:0db8::/32', '2a00:db8::/32'],
  ['upper case', '2A00::/32', '2a00::/32'],
  ['zeros written out', '2a00:0:0:0:0:0:0:0/32', '2a00::/32'],
  ['a zone', 'fe80::1%eth0/64', 'not-a-block'],
  ['everything by another address', '1.2.3.4/0', '0.0.0.0/0'],
  ['everything in IPv6 by another address', '2a00::/0', '::/0'],
  ['link-local with bits below the prefix', '169.254.169.254/8', 'link-local'],
  ['the metadata service, mapped', '::ffff:169.254.169.254/128', 'translated'],
  ['the metadata service, mapped in hexadecimal', '0:0:0:0:0:FFFF:A9FE:A9FE/128', 'translated'],
  ['the metadata service behind NAT64', '64:ff9b::a9fe:a9fe/128', 'translated'],
  ['the metadata service behind a local NAT64', '64:FF9B:1::a9fe:a9fe/128', 'translated'],
  ['the metadata service, compatible', '::a9fe:a9fe/128', 'translated'],
  ['the metadata service by 6to4', '2002:a9fe:a9fe::/48', 'translated'],
  ['the metadata service by Teredo', '2001:0:a9fe:a9fe::/64', 'translated'],
  ['the metadata service in IPv6, upper case', 'FD00:EC2::254/128', 'metadata'],
  ['a block around NAT64', '64::/16', 'translated'],
  ['loopback in IPv6, written out', '0:0:0:0:0:0:0:1/128', 'loopback'],
  ['this host', '0.0.0.0/32', 'loopback'],
  ['multicast in IPv6', 'ff02::1/128', 'multicast'],
  ['all of the reserved end', '255.255.255.255/32', 'reserved'],
])('%s: %s', (_, cidr, expected) => {
  expect(problem(cidr)).toBe(expected)
})

test.each(['203.0.113.0/24', '0.0.0.0/0', '::/0', '2a00::/32', '2001:db8::/32', '2606:4700::1111/128'])(
  '%s is a block in its one form',
  (cidr) => {
    expect(problem(cidr)).toBeUndefined()
  },
)

const block = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`),
  fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, prefix]) => `${address}/${prefix}`),
)

test('a block has one text, which is the same block; and blocks overlap as Node’s own list says', () => {
  fc.assert(
    fc.property(block, block, (one, other) => {
      const [a, b] = [blockOf(one), blockOf(other)]
      if (!a || !b) throw new Error(`${one} and ${other} are blocks`)
      expect(blockOf(textOf(a))).toEqual(a)
      const [wide, narrow] = a.prefix <= b.prefix ? [a, b] : [b, a]
      const list = new BlockList()
      list.addSubnet(textOf(wide).split('/')[0] ?? '', wide.prefix, wide.family)
      const holds =
        wide.family === narrow.family && list.check(textOf(narrow).split('/')[0] ?? '', narrow.family)
      expect(overlap(a, b)).toBe(holds)
    }),
    { numRuns: 300 },
  )
})

test('and so are the blocks of clusters, each told at its file', () => {
  const { hub, east } = clusters
  const wrong = {
    ...east,
    network: { ...east.network, apiAccessCidrs: ['203.0.113.0/24', '203.0.113.9/24'] },
  }
  const found = checkClusterBlocks(fleetOf([], [{ ...hub, egressCidrs: ['999.0.0.0/8'] }, wrong]))
  expect(found.map(({ file, field, facts }) => [file, field, facts])).toEqual([
    ['clusters/hub.ts', 'egressCidrs[0]', { problem: 'not-a-block', cidr: '999.0.0.0/8' }],
    [
      'clusters/us-east-1.ts',
      'network.apiAccessCidrs[1]',
      { problem: 'form', cidr: '203.0.113.9/24', expected: '203.0.113.0/24' },
    ],
  ])
  expect(checkClusterBlocks(fleetOf([]))).toEqual([])
})
