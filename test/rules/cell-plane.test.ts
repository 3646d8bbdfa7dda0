import { expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { checkCellPlanes } from '../../lib/rules/cell-plane.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { ClusterSpec } from '../../lib/spec/index.ts'
import local from '../fleet/clusters/local.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'

type Regional = Extract<ClusterSpec, { kind: 'regional' }>
type Cell = Regional['cells'][string]

const withCell = (cell: Partial<Cell>): Regional => ({
  ...(usEast1 as Regional),
  cells: {
    aa: { capacity: { tenants: 9, connections: 500, databaseGiB: 100, filesGiB: 100 }, ...cell },
  },
})
const reported = (cell: Partial<Cell>) =>
  checkCellPlanes({
    tenants: [],
    clusters: [{ file: 'clusters/x.ts', spec: completeCluster(withCell(cell)) }],
  })
    .map(render)
    .map(({ field, why, remedy }) => `${field}: ${why} → ${remedy}`)
const connections = (count: number) => ({ tenants: 9, connections: count, databaseGiB: 100, filesGiB: 100 })

test('a cell that outgrows its instance is told, with the next class that fits', () => {
  // By hand: nine tenths of 16 GiB are 15,461,882,265 bytes; over 9,531,392 that is 1,622, less 25 in reserve 1,597.
  expect(reported({ capacity: connections(1597) })).toEqual([])
  expect(reported({ capacity: connections(1598) })).toMatchInlineSnapshot(`
    [
      "cells.aa.capacity.connections: 1598 connections and 25 in reserve are more than db.r6g.large accepts (1622 counted, 1802 at most) → set cells.aa.database.instanceClass to db.r6g.xlarge, or lower capacity.connections to 1597",
    ]
  `)
  expect(reported({ capacity: connections(4975), database: { instanceClass: 'db.r6g.2xlarge' } })).toEqual([])
  expect(
    reported({ capacity: connections(4976), database: { instanceClass: 'db.r6g.2xlarge' } }),
  ).toMatchInlineSnapshot(`
    [
      "cells.aa.capacity.connections: 4976 connections and 25 in reserve are more than db.r6g.2xlarge accepts (5000 counted, 5000 at most) → lower capacity.connections and move tenants to another cell: no class of the catalogue accepts 5001",
    ]
  `)
})

test('storage that ends below what is declared, or has no room to grow, is told', () => {
  expect(reported({ database: { storageGiB: 90, maxStorageGiB: 98 } })).toMatchInlineSnapshot(`
    [
      "cells.aa.database.maxStorageGiB: the database grows to 98 GiB, the cell declares 100 → raise it to 100 or more, or lower capacity.databaseGiB",
      "cells.aa.database.maxStorageGiB: 98 GiB leave no room to grow over the 90 at the start → raise it to 100 or more",
    ]
  `)
})

test('defaults are those that the schema states', () => {
  expect(resolveCluster(completeCluster(withCell({}))).cells[0]).toMatchObject({
    plane: {
      database: { instanceClass: 'db.r6g.large', storageGiB: 100, maxStorageGiB: 125, backupDays: 35 },
      cache: { nodeType: 'cache.t4g.medium', replicas: 1, snapshotDays: 1 },
    },
  })
})

test('a laptop has no instance to size', () => {
  const cell = { capacity: connections(9), database: { instanceClass: 'db.r6g.large' } }
  const findings = checkShape('cluster', 'clusters/local.ts', { ...local, cells: { aa: cell } })
  expect(findings.map(({ field, code }) => `${field} ${code}`)).toEqual(['cells.aa.database unknown-field'])
})

test('a cell promises no more tenants than its user group has room for', () => {
  const tenants = (count: number) => ({ ...connections(500), tenants: count })
  expect(reported({ capacity: tenants(90) })).toEqual([])
  expect(reported({ capacity: tenants(91) })).toEqual([
    'cells.aa.capacity.tenants: 91 tenants are more than the 90 that a cell counts on: a user group of ElastiCache has 100 users → lower it to 90, and add a cell for the others',
  ])
})

test('copies are declared where they are made, and nowhere else', () => {
  expect(reported({ replicateTo: ['us-west-2'], backupsIn: ['us-west-2', 'us-east-1'] })).toEqual([])
  expect(reported({ replicateTo: ['us-west-2'] })).toEqual([
    "cells.aa.backupsIn: AWS keeps backups in us-east-1 and us-west-2: the regions of the cell and of its replicas → set it to ['us-east-1', 'us-west-2'], or change replicateTo",
  ])
  expect(reported({ backupsIn: ['us-east-1', 'us-west-2'] })).toHaveLength(1)
  expect(reported({ replicateTo: ['us-east-1'] })).toEqual([
    'cells.aa.replicateTo: us-east-1 is the region of the cell itself → name the other region, or none',
  ])
})
