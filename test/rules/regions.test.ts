import { expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkRegions } from '../../lib/rules/regions.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { ClusterSpec, CompleteRegionalSpec } from '../../lib/spec/index.ts'
import hub from '../fleet/clusters/hub.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import usWest2 from '../fleet/clusters/us-west-2.ts'

const east = completeCluster(usEast1) as CompleteRegionalSpec
const west = completeCluster(usWest2) as CompleteRegionalSpec

function findings(...clusters: readonly ClusterSpec[]): string[] {
  const fleet = {
    tenants: [],
    clusters: clusters.map((spec) => ({ file: `clusters/${spec.name}.ts`, spec: completeCluster(spec) })),
  }
  return checkRegions(fleet)
    .map(render)
    .map(({ file, field, code, why }) => `${file} ${field} (${code}) ${why}`)
}

test('the clusters of this repository are in order', () => {
  expect(findings(hub, east, west)).toEqual([])
})

test('a region is its own peer, has no peer, is made twice, or overlaps', () => {
  expect(findings({ ...east, peerRegion: 'us-east-1' })).toMatchInlineSnapshot(`
    [
      "clusters/us-east-1.ts peerRegion (peer-region) us-east-1 is the cluster's own region",
    ]
  `)
  expect(findings(hub, east)).toMatchInlineSnapshot(`
    [
      "clusters/us-east-1.ts peerRegion (peer-region) no cluster is in us-west-2: replicas need one there",
    ]
  `)
  expect(
    findings(hub, east, west, {
      ...west,
      name: 'second',
      network: { ...west.network, vpcCidr: '10.48.0.0/16' },
    }),
  ).toMatchInlineSnapshot(`
    [
      "clusters/second.ts region (region-clash) clusters/us-west-2.ts is in us-west-2 too; the hub makes one cluster a region",
    ]
  `)
  expect(findings(hub, east, { ...west, network: east.network })).toMatchInlineSnapshot(`
    [
      "clusters/us-west-2.ts network.vpcCidr (vpc-overlap) 10.16.0.0/16 is the network of clusters/us-east-1.ts too: the two could never be connected",
    ]
  `)
})

test('clusters that no hub makes are held to less', () => {
  expect(findings(east, { ...east, name: 'second' })).toEqual([])
})

test('two hubs are one too many', () => {
  expect(findings(hub, { ...hub, name: 'other' } as ClusterSpec)).toMatchInlineSnapshot(`
    [
      "clusters/other.ts kind (second-hub) clusters/hub.ts is the hub already",
    ]
  `)
})
