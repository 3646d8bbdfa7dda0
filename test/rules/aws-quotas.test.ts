import { expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkAwsQuotas } from '../../lib/rules/aws-quotas.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { ClusterSpec } from '../../lib/spec/index.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import usWest2 from '../fleet/clusters/us-west-2.ts'

type Regional = Extract<ClusterSpec, { kind: 'regional' }>

const cells = (count: number, tenants: number): Regional['cells'] =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `c${index}`,
      { capacity: { tenants, connections: 1, databaseGiB: 1, filesGiB: 1 } },
    ]),
  )
const reported = (...clusters: readonly ClusterSpec[]) =>
  checkAwsQuotas({
    tenants: [],
    clusters: clusters.map((spec) => ({ file: `clusters/${spec.name}.ts`, spec: completeCluster(spec) })),
  })
    .map(render)
    .map(({ level, field, why }) => `${level} ${field}: ${why}`)
const east = (of: Regional['cells']): Regional => ({ ...(usEast1 as Regional), cells: of })

test('the clusters as they are stay within what AWS allows', () => {
  expect(reported(usEast1, usWest2)).toEqual([])
})

test('a cluster whose cells declare more tenants than it has associations is refused', () => {
  // 5 × 95 tenants with two associations each and 50 of the platform are 1,000.
  expect(reported(east(cells(5, 95)))).toEqual([])
  expect(
    reported(east({ ...cells(5, 95), more: { ...cells(1, 1)['c0'] } as Regional['cells'][string] })),
  ).toEqual([
    'error cells: 1002 Pod Identity associations of us-east-1 are declared, including the platform’s own; AWS allows 1000',
  ])
})

test('roles are counted over all clusters of the account', () => {
  // Each of both clusters has a hundred of its own beside its tenants'.
  expect(reported(east(cells(4, 100)), { ...(usWest2 as Regional), cells: cells(4, 100) })).toEqual([])
  expect(reported(east(cells(1, 401)), { ...(usWest2 as Regional), cells: cells(4, 100) })).toEqual([
    'notice cells: 1001 IAM roles of the account are declared, including the platform’s own; AWS allows 1000',
  ])
})

test('a cell that declares more tenants than a file system has access points is told', () => {
  expect(reported(east(cells(1, 10_001)))[1]).toMatch(
    /^notice cells.c0.capacity.tenants: 10001 access points of c0/,
  )
})
