import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkHosts } from '../../lib/rules/hosts.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'
import { wholeClusters } from '../support/whole-specs.ts'

const { domain } = clusters.east
const tenant = (id: string, hosts?: readonly string[]) =>
  ({ ...plain, id, ...(hosts ? { hosts } : {}) }) as TenantSpec
const acme = tenant('acme', ['chat.acme.example'])
const labs = tenant('acme-labs')
const tower = tenant('tower0')

/** Codes and files of the findings, when globex wants a host beside its own. */
const found = (host: string, more: readonly ClusterSpec[] = []) =>
  checkHosts(
    fleetOf(
      [acme, labs, tower, tenant('globex', ['globex.example', host])],
      [clusters.hub, clusters.east, clusters.west, ...more],
    ),
  ).map(({ code, file }) => `${code} ${file}`)
const reserved = ['host-reserved tenants/globex.ts']

describe('below the platform’s domain', () => {
  test.each(['globex', 'globex-chat', 'globex-api', 'chat', 'team', 'research-lab', 'acmenet', 'towers'])(
    '%s may be a host of globex',
    (label) => {
      expect(found(`${label}.${domain}`)).toEqual([])
    },
  )

  test.each([
    'login',
    'auth',
    'api',
    'www',
    'admin',
    'sso',
    'oauth',
    'signin',
    'sign-in',
    'log-in',
    'account',
    'password',
    'mail',
    'status',
    'support',
    'paddock',
    'idp',
    'vpn',
  ])('%s is no tenant’s', (label) => {
    expect(found(`${label}.${domain}`)).toEqual(reserved)
  })

  test.each([
    '1ogin',
    'l0gin',
    'logln',
    'adm1n',
    'adrnin',
    'wvvw',
    'ss0',
    'api2',
    'www1',
    'login-globex',
    'secure-chat',
    'my-login',
    'mylogin',
    'chat-admin',
    'p4ddock',
    'logoin-admin',
    'LOGIN',
    'Auth.',
    'sig-nin',
  ])('%s looks like a name of the platform', (label) => {
    const host = label.endsWith('.') ? `${label.slice(0, -1)}.${domain}.` : `${label}.${domain}`
    expect(found(host)).toEqual(reserved)
  })

  test.each([
    'acme',
    'ACME',
    'acme-labs',
    'acme-chat',
    'chat-acme',
    'acme-labs-eu',
    'acrne',
    'acrne-chat',
    'my-acrne',
    'ac-me',
    'acmelabs',
    'a-c-m-e',
    'tower0',
    'towero',
    'tovver0',
    'towero-chat',
  ])('%s looks like a host of another tenant, whose default host it may be', (label) => {
    expect(found(`${label}.${domain}`)).toEqual(reserved)
  })

  test.each(['xn--acm-dma', 'xn--80ak6aa92e', 'аcme', 'lögin', 'a--b'])('%s is encoded', (label) => {
    expect(found(`${label}.${domain}`)).toEqual(reserved)
  })

  test.each(['login.globex', 'globex.acme', 'a.b.c'])('%s has one label more', (labels) => {
    expect(found(`${labels}.${domain}`)).toEqual(reserved)
  })

  test('a laptop’s domain has the same names', () => {
    const { local } = wholeClusters
    const home = fleetOf([{ ...tenant('globex', ['login.paddock.localhost']), cell: 'local-a' }], [local])
    expect(checkHosts(home).map(({ code }) => code)).toEqual(['host-reserved'])
  })

  test('of two ids that look alike the second needs a host of another domain', () => {
    const two = (hosts?: readonly string[]) => checkHosts(fleetOf([tenant('acme'), tenant('acrne', hosts)]))
    expect(two().map(({ file, field, code }) => [file, field, code])).toEqual([
      ['tenants/acrne.ts', 'hosts', 'host-reserved'],
    ])
    expect(two(['chat.acrne.example'])).toEqual([])
  })
})

describe('a wildcard', () => {
  const parent = domain.split('.').slice(1).join('.')
  test.each([`*.${domain}`, `*.${parent}`, `*.team.${domain}`])(
    '%s touches the platform’s domain',
    (host) => {
      expect(found(host)).toEqual(reserved)
    },
  )

  test('over the platform’s domain is none, at any depth', () => {
    const deep = { ...clusters.east, domain: `a.b.${domain}` }
    const fleet = fleetOf([tenant('globex', ['globex.example', `*.b.${domain}`])], [deep])
    expect(checkHosts(fleet).map(({ code }) => code)).toEqual(['host-reserved'])
  })

  test.each([
    ['one label', 'x.team.example'],
    ['two labels', 'x.y.team.example'],
    ['four labels', 'a.b.c.d.team.example'],
    ['a wildcard two labels', '*.y.team.example'],
  ])('covers a host of another tenant %s below it, as NGINX has it', (_, host) => {
    const fleet = fleetOf([
      tenant('globex', ['globex.example', '*.team.example']),
      tenant('hooli', ['hooli.example', host]),
    ])
    expect(checkHosts(fleet).map(({ code, file }) => [code, file])).toEqual([
      ['host-clash', 'tenants/globex.ts'],
    ])
    const own = fleetOf([tenant('globex', ['globex.example', '*.team.example', host])])
    expect(checkHosts(own)).toEqual([])
  })
})

/** Whether NGINX answers for a name by a server with this name. @see https://nginx.org/en/docs/http/server_names.html */
const serves = (server: string, name: string) =>
  server.startsWith('*.') ? name.endsWith(server.slice(1)) : name === server
/** Whether a browser sends a cookie that a page of one host set for its own domain to another host. */
const reaches = (setter: string, host: string) => host === setter || host.endsWith(`.${setter}`)

test('no name has servers of two tenants, and no tenant’s cookies reach another’s host', () => {
  const part = fc.constantFrom('a', 'b', 'acme', 'chat')
  const name = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .map((labels) => [...labels, 'example'].join('.'))
  const host = fc.tuple(fc.boolean(), name).map(([wild, text]) => (wild ? `*.${text}` : text))
  const hosts = fc
    .tuple(name, fc.array(host, { maxLength: 3 }))
    .map(([first, more]) => [...new Set([first, ...more])])
  let accepted = 0
  fc.assert(
    fc.property(hosts, hosts, fc.array(name, { minLength: 5, maxLength: 20 }), (first, second, probes) => {
      if (checkHosts(fleetOf([tenant('one', first), tenant('two', second)])).length > 0) return
      accepted += 1
      const names = [...probes, ...first, ...second].map((one) => one.replace('*', 'x'))
      for (const probe of names) {
        const both = [first, second].every((servers) => servers.some((server) => serves(server, probe)))
        expect({ probe, both }).toEqual({ probe, both: false })
      }
      for (const [setters, readers] of [
        [first, second],
        [second, first],
      ] as const)
        for (const setter of setters.filter((one) => !one.startsWith('*.')))
          for (const reader of readers) expect(reaches(setter, reader.replace('*', 'x'))).toBe(false)
    }),
    { numRuns: 2000 },
  )
  expect(accepted).toBeGreaterThan(50)
})
