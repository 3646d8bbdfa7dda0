import { describe, expect, test } from 'vitest'
import { readDist } from '../support/dist.ts'

/** Clusters with an ingress controller. */
const clusters = ['us-east-1', 'us-west-2'].map((cluster) => {
  const objects = readDist(`${cluster}/`).flatMap((file) => file.objects)
  const settings = objects.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'nginx-ingress',
  )
  const {
    'http-snippets': http = '',
    'server-snippets': server = '',
    ...others
  } = (settings?.['data'] ?? {}) as Readonly<Record<string, string>>
  return { cluster, objects, http, server, others }
})

describe.each(clusters)(
  'the ingress controller of $cluster',
  ({ cluster, objects, http, server, others }) => {
    const hosts = objects
      .filter(({ kind }) => kind === 'VirtualServer')
      .map((one) => (one['spec'] as { host: string }).host)
    const patterns = [...http.matchAll(/^ {2}"~\*(\S+ \S+)" 1;$/gm)].map(
      ([, pattern = '']) => new RegExp(pattern, 'i'),
    )
    const refusedOutside = (host: string) => patterns.some((pattern) => pattern.test(`hosts ${host}`))

    test('refuses at the network load balancer every host of the platform, and no host of a tenant’s own', () => {
      expect(server).toBe('if ($paddock_other_entry) { return 421; }')
      const domain = cluster === 'us-east-1' ? 'use1' : 'usw2'
      const platform = hosts.filter((host) => /[.](use1|usw2)[.]/.test(host))
      expect(platform.filter((host) => host.includes(`.${domain}.`)).length).toBeGreaterThan(1)
      expect(platform.filter((host) => !refusedOutside(host))).toEqual([])
      expect(hosts.filter((host) => !platform.includes(host) && refusedOutside(host))).toEqual([])
      const [own = ''] = hosts.filter((host) => host.startsWith('region.'))
      const look = own.replace('region.', '')
      for (const alike of [`x${look}`, `${look}.example`, look.replaceAll('.', 'x')]) {
        expect([alike, refusedOutside(alike)]).toEqual([alike, false])
      }
      expect(patterns.some((pattern) => pattern.test(`web ${own}`))).toBe(false)
    })

    test('knows the platform’s entry point by the subnets that it trusts to report addresses, and by no header', () => {
      expect(http).toMatch(/^geo \$realip_remote_addr \$paddock_entry \{\n {2}default hosts;/)
      const subnets = [...http.matchAll(/^ {2}([\d./]+) web;$/gm)].map(([, subnet]) => subnet)
      expect(subnets).toHaveLength(3)
      expect(others['set-real-ip-from']).toBe(subnets.join(','))
      expect(others['real-ip-header']).toBe('X-Forwarded-For')
    })
  },
)

test('the network load balancer keeps its clients’ addresses, and tenants’ objects bring no text of NGINX', () => {
  const [{ objects }] = clusters as [(typeof clusters)[number]]
  const edge = readDist('hub/').flatMap((file) => file.objects)
  const composed = JSON.stringify(edge.filter(({ kind }) => kind === 'Composition'))
  expect(composed).toContain('"preserveClientIp":"true"')
  expect(composed).not.toContain('"preserveClientIp":"false"')
  expect(JSON.stringify(objects)).toContain('-enable-snippets=false')
})
