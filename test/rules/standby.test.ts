import { expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkFleet } from '../../lib/rules/index.ts'
import { checkStandby } from '../../lib/rules/standby.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain, type WrittenRegional } from '../support/fleet.ts'

const reported = (...specs: ClusterSpec[]) =>
  checkStandby(fleetOf([], specs))
    .map(render)
    .map(({ level, field, why }) => `${level} ${field}: ${why}`)
const served: WrittenRegional = { ...clusters.east, servedFrom: 'us-west-2' }
const cell = clusters.east.cells['us-east-1-a']

test('the repository’s regions are in order, served from either', () => {
  expect(reported(clusters.east, clusters.west)).toEqual([])
  expect(reported(served, clusters.west)).toEqual([])
  expect(reported({ ...clusters.east, servedFrom: 'us-east-1' }, clusters.west)).toEqual([])
})

test('a region without a cluster cannot serve, and a replica there could not be served', () => {
  expect(reported(served)).toEqual([
    'error servedFrom: no cluster is in us-west-2: the region could not serve',
    'notice cells.us-east-1-a.replicateTo: no cluster is in us-west-2: its copy of the data could not be served',
  ])
})

test('without a replicated cell there is nothing to fail over; with some, the others are told of', () => {
  const { replicateTo: _, ...alone } = cell ?? {
    capacity: { tenants: 1, connections: 1, databaseGiB: 1, filesGiB: 1 },
  }
  expect(reported({ ...served, cells: { alone } }, clusters.west)).toEqual([
    'error servedFrom: no cell is replicated to us-west-2: no cell could fail over',
  ])
  expect(reported({ ...served, cells: { ...clusters.east.cells, alone } }, clusters.west)).toEqual([
    'notice cells.alone: cell alone is not replicated to us-west-2 and stays in us-east-1',
  ])
})

test('the standby’s nodes must hold those that it stands by for, and their models', () => {
  const gpu = { ...plain, id: 'gpu', tier: 'premium' } as TenantSpec
  const errors = (west: WrittenRegional) =>
    checkFleet(fleetOf([plain, gpu], [clusters.hub, clusters.east, west]))
      .filter(({ level }) => level === 'error')
      .map(({ file, field, code }) => `${file} ${field} ${code}`)
  expect(errors(clusters.west)).toEqual([])
  const { cpu } = clusters.west.nodeGroups
  // It holds the platform's own pods, and no tenant's beside them.
  const small = { types: ['c5.4xlarge'], min: 0, desired: 0, max: 1 } as const
  expect(
    errors({
      ...clusters.west,
      nodeGroups: { ...clusters.west.nodeGroups, cpu: { ...small, types: [...small.types] } },
    }),
  ).toEqual(['clusters/us-west-2.ts nodeGroups.cpu.max node-capacity'])
  const noLarge = { types: ['g4dn.xlarge' as const], min: 0, desired: 0, max: 20 }
  expect(errors({ ...clusters.west, nodeGroups: { cpu, gpu: noLarge } })).toEqual([
    'tenants/gpu.ts models model-fit',
    'clusters/us-west-2.ts nodeGroups.gpu.max node-capacity',
  ])
})
