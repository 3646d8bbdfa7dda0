import { describe, expect, test } from 'vitest'
import { postgresDatabasePlans } from '../../crossplane/apis/postgres-database/composition.ts'
import { resolveClaims } from '../../lib/resolve/claims.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteRegionalSpec } from '../../lib/spec/index.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import umbrella from '../fleet/tenants/umbrella-health.ts'

const cluster = completeCluster(usEast1) as CompleteRegionalSpec
const ofCell = (storageGiB: number) => {
  const cell = { capacity: { tenants: 9, connections: 500, databaseGiB: 100, filesGiB: 100 } }
  const spec = completeCluster({ ...cluster, cells: { aa: { ...cell, database: { storageGiB } } } })
  return resolveCluster(spec).cells[0]?.plane?.database
}
const ofTenant = (databaseGiB: number) =>
  resolveClaims(completeTenant({ ...umbrella, storage: { databaseGiB } }), cluster)?.database
const speed = { iops: 12_000, storageThroughput: 500 }

describe('storage that reaches 400 GiB asks for what RDS wants of it from there, or it could not grow', () => {
  test.each([
    ['cell', ofCell],
    ['tenant', ofTenant],
  ] as const)('of a %s', (_, sizeOf) => {
    expect(sizeOf(400)).toMatchObject({ storageGiB: 400, ...speed })
    const below = sizeOf(399)
    expect(below).toMatchObject({ storageGiB: 399 })
    expect(Object.keys(below ?? {})).not.toEqual(expect.arrayContaining(['iops']))
    expect(Object.keys(below ?? {})).not.toEqual(expect.arrayContaining(['storageThroughput']))
  })
})

test('the instance is told of it where the claim says it, and not where it does not', () => {
  for (const plan of postgresDatabasePlans) {
    const instance = plan.resources.find(({ name }) => name === 'instance')
    if (!instance) continue
    for (const name of Object.keys(speed)) {
      expect(instance.patches).toContainEqual(
        expect.objectContaining({
          fromFieldPath: `spec.${name}`,
          toFieldPath: `spec.forProvider.${name}`,
          policy: { fromFieldPath: 'Optional' },
        }),
      )
    }
  }
})
