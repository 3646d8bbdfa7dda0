import { Type } from 'typebox'
import { cacheNodeNames } from '../../../lib/catalog/data-instances.ts'
import { api } from '../../compose/api.ts'
import { cellName, region, tags } from '../../compose/fields.ts'

/** A Valkey of ElastiCache, for a cell or for one tenant. */
export const redisCache = api({
  kind: 'RedisCache',
  plural: 'rediscaches',
  description: 'Valkey of ElastiCache: two zones with failover, TLS required, one user per tenant',
  spec: Type.Object({
    region,
    cell: cellName,
    name: Type.String({
      pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
      maxLength: 32,
      description: 'Name of the replication group and of its user group',
    }),
    nodeType: Type.Enum([...cacheNodeNames], { description: 'Type of its nodes' }),
    replicas: Type.Integer({
      minimum: 1,
      maximum: 2,
      description: 'Each takes over in another zone, of which a region has three; nobody reads from them',
    }),
    snapshotDays: Type.Integer({ minimum: 0, maximum: 35, description: 'Daily snapshots that are kept' }),
    tags,
  }),
  status: Type.Object({ address: Type.Optional(Type.String()) }),
  rules: [],
  immutable: ['region', 'cell', 'name'],
  connectionKeys: ['host'],
})
