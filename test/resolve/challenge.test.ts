import fc from 'fast-check'
import { expect, test } from 'vitest'
import { challengeName, ownHostRecords, ownHosts } from '../../lib/resolve/challenge.ts'
import { tenantIdMaxLength } from '../../lib/spec/tenant.ts'

const domain = 'use1.paddock.example'

test('the name of a challenge never changes: tenants have entered it into their DNS', () => {
  expect(challengeName('acme', 'chat.acme.example', domain)).toBe(
    'acme-0b7e3e0f69e8.challenges.paddock.example',
  )
  expect(challengeName('acme', '*.acme.example', domain)).toBe(challengeName('acme', 'acme.example', domain))
  expect(challengeName('acme', 'CHAT.acme.example.', domain)).toBe(
    challengeName('acme', 'chat.acme.example', domain),
  )
})

test('both regions answer at the same name, so that a failover asks nothing of the tenant', () => {
  expect(challengeName('acme', 'chat.acme.example', 'usw2.paddock.example')).toBe(
    challengeName('acme', 'chat.acme.example', domain),
  )
})

test('two hosts never share a name, which is one label and fits', () => {
  fc.assert(
    fc.property(fc.domain(), fc.domain(), (one, other) => {
      const id = 'a'.repeat(tenantIdMaxLength)
      const [first, second] = [challengeName(id, one, domain), challengeName(id, other, domain)]
      expect(first === second).toBe(one.toLowerCase() === other.toLowerCase())
      const [label = '', ...rest] = first.split('.')
      expect(label.length).toBeLessThanOrEqual(63)
      expect(rest.join('.')).toBe('challenges.paddock.example')
    }),
  )
})

test('hosts below the cluster’s domain ask nothing of the tenant', () => {
  const hosts = ['acme.use1.paddock.example', 'chat.acme.example', 'notuse1.paddock.example.org']
  expect(ownHosts(hosts, domain)).toEqual(['chat.acme.example', 'notuse1.paddock.example.org'])
  expect(ownHostRecords('acme', hosts.slice(0, 1), domain)).toEqual([])
})
