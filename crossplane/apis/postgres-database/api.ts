import { Type } from 'typebox'
import { databaseInstanceNames } from '../../../lib/catalog/data-instances.ts'
import { stripedStorage } from '../../../lib/catalog/database-storage.ts'
import { api } from '../../compose/api.ts'
import { cellName, region, tags } from '../../compose/fields.ts'

/** Fields of a PostgreSQL instance of a cell or of a tenant. */
export const databaseFields = {
  region,
  cell: cellName,
  name: Type.String({
    pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
    // RDS accepts 63 characters. `paddock-` and `-replica` use 16 of them.
    maxLength: 47,
    description: 'Identifier of the instance in RDS',
  }),
  instanceClass: Type.Enum([...databaseInstanceNames], { description: 'Class of RDS' }),
  storageGiB: Type.Integer({ minimum: 20, maximum: 65536, description: 'gp3 storage at the start' }),
  maxStorageGiB: Type.Integer({
    minimum: 22,
    maximum: 65536,
    description: 'Autoscaling of storage stops here',
  }),
  iops: Type.Optional(
    Type.Integer({
      minimum: stripedStorage.iops,
      maximum: 64_000,
      description: 'Of storage from 400 GiB on: operations a second',
    }),
  ),
  storageThroughput: Type.Optional(
    Type.Integer({
      minimum: stripedStorage.storageThroughput,
      maximum: 4000,
      description: 'Of storage from 400 GiB on: MiB a second',
    }),
  ),
  maxConnections: Type.Integer({
    minimum: 20,
    maximum: 5000,
    description: 'max_connections; changed by a reboot',
  }),
  backupDays: Type.Integer({ minimum: 7, maximum: 35, description: 'Point-in-time recovery' }),
  tags,
}

/** RDS can enlarge a volume but never shrink it. */
export const databaseGrowing = ['storageGiB'] as const

export const databaseStatus = Type.Object({
  arn: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  resourceId: Type.Optional(Type.String({ description: 'Id that RDS gave the instance: db-…' })),
})

export const databaseRules = [
  {
    rule: 'self.maxStorageGiB * 10 >= self.storageGiB * 11',
    message: 'maxStorageGiB must be at least a tenth more than storageGiB: RDS grows in such steps',
  },
  {
    rule: `[has(self.iops), has(self.storageThroughput)].all(said, said == (self.storageGiB >= ${stripedStorage.fromGiB}))`,
    message: `iops and storageThroughput must be said from ${stripedStorage.fromGiB} GiB of storage on, and not below: RDS refuses anything else`,
  },
]

/** A cell's PostgreSQL: one instance for its tenants, with a schema for each. */
export const postgresDatabase = api({
  kind: 'PostgresDatabase',
  plural: 'postgresdatabases',
  description: 'PostgreSQL of a cell: Multi-AZ, encrypted, TLS forced, recoverable to a point in time',
  spec: Type.Object(databaseFields),
  status: databaseStatus,
  rules: databaseRules,
  immutable: ['region', 'cell', 'name'],
  growing: databaseGrowing,
  // No password. An identity that may read the address must not become administrator by it.
  connectionKeys: ['ca', 'host'],
})
