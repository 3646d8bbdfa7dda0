import { expect, test } from 'vitest'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { canonicalHost } from '../../lib/resolve/canonical-host.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { cluster } from '../support/arbitrary.ts'

test.each([
  ['CHAT.Acme.example.', 'chat.acme.example'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['*.BÜCHER.example', '*.xn--bcher-kva.example'],
  ['chat.acme.example', 'chat.acme.example'],
  ['a.example/path', ''],
])('%s is %s', (written, canonical) => {
  expect(canonicalHost(written)).toBe(canonical)
})

test('however a host is written, what is drawn is what DNS, certificates and NGINX take', () => {
  const spec: TenantSpec = {
    id: 'aa',
    tier: 'standard',
    cell: 'us-east-1-a',
    contacts: { owner: 'it@a.example' },
    hosts: ['CHAT.Acme.example.', 'bücher.example', '*.Acme.example'],
  }
  const objects = tenantManifests(
    resolveTenant(completeTenant(spec), cluster),
    resolveCluster(cluster),
  ).flatMap((manifest) => manifest.objects)
  const hosts = ['chat.acme.example', 'xn--bcher-kva.example', '*.acme.example']
  const specs = (kind: string) =>
    objects.filter((object) => object.kind === kind).map((object) => object['spec'])
  expect(specs('VirtualServer')).toMatchObject(hosts.map((host) => ({ host })))
  expect(specs('Certificate')).toMatchObject([{ dnsNames: hosts }])
  // The cookie with the state of a sign-in belongs to one host: it begins where the provider sends people back.
  const [address, ...others] = specs('VirtualServer') as { upstreams?: object[] }[]
  expect(address?.upstreams).toHaveLength(2)
  const redirect = { code: 308, url: `https://chat.acme.example\${request_uri}` }
  for (const other of others) {
    expect(other).toMatchObject({ routes: [{ action: { redirect }, path: '/' }] })
    expect(other).not.toHaveProperty('upstreams')
  }
  expect(JSON.stringify(objects)).toContain(
    '{"name":"CORS_ALLOW_ORIGIN","value":"https://chat.acme.example"}',
  )
  expect(JSON.stringify(objects)).not.toMatch(/CHAT\.Acme|bücher|example\.[";:]/)
})
