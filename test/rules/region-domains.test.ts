import { expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkAudit } from '../../lib/rules/audit.ts'
import { checkRegionDomains } from '../../lib/rules/region-domains.ts'
import { tenantFile } from '../../lib/rules/tenant-file.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import hub from '../fleet/clusters/hub.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import usWest2 from '../fleet/clusters/us-west-2.ts'

function fleet(clusters: readonly ClusterSpec[], tenants: readonly TenantSpec[] = []) {
  return {
    clusters: clusters.map((spec) => ({ file: `clusters/${spec.name}.ts`, spec: completeCluster(spec) })),
    tenants: tenants.map((spec) => tenantFile(`tenants/${spec.id}.ts`, spec)),
  }
}
const whys = (clusters: readonly ClusterSpec[]) =>
  checkRegionDomains(fleet(clusters))
    .map(render)
    .map(({ why }) => why)

test('regions of this repository stand one label below the platform’s domain', () => {
  expect(whys([hub, usEast1, usWest2])).toEqual([])
})

test.each(['use1.elsewhere.example', 'paddock.example', 'a.b.paddock.example', 'mypaddock.example'])(
  '%s is told',
  (domain) => {
    expect(whys([hub, { ...usEast1, domain } as ClusterSpec])).toEqual([
      expect.stringContaining(`${domain} is not one label below paddock.example`),
    ])
  },
)

test('a region cannot stand where challenges are answered', () => {
  const region = { ...usEast1, domain: 'challenges.paddock.example' } as ClusterSpec
  expect(whys([hub, region])).toEqual([
    'challenges.paddock.example is the zone that answers the challenges for certificates',
  ])
})

test('two regions cannot share a domain', () => {
  const twin = { ...usWest2, domain: 'use1.paddock.example' } as ClusterSpec
  expect(whys([hub, usEast1, twin])).toEqual([
    'use1.paddock.example is the domain of clusters/us-east-1.ts too',
  ])
})

test('without a hub nothing delegates', () => {
  expect(whys([{ ...usEast1, domain: 'elsewhere' } as ClusterSpec])).toEqual([])
})

test('a tenant that wants audit for longer than the buckets keep it is told', () => {
  const tenant = (auditDays: number) =>
    ({ id: 'aa', tier: 'standard', cell: 'us-east-1-a', retention: { auditDays } }) as TenantSpec
  const short = { ...hub, audit: { days: 400 } } as ClusterSpec
  expect(checkAudit(fleet([short], [tenant(400)]))).toEqual([])
  expect(
    checkAudit(fleet([short], [tenant(401)]))
      .map(render)
      .map(({ why }) => why),
  ).toEqual(['audit is to be kept 401 days; the buckets that clusters/hub.ts makes keep it 400'])
  const { audit: _, ...plain } = hub as Extract<ClusterSpec, { kind: 'hub' }>
  expect(checkAudit(fleet([plain], [tenant(366)]))).toHaveLength(1)
})
