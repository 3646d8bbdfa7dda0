import { Type } from 'typebox'
import { api } from '../../compose/api.ts'
import { cellName, region, tags, tenantId } from '../../compose/fields.ts'
import { builtAccess, ownCache } from './access.ts'

/** A tenant's user of a cache. The cache belongs to its cell or to the tenant alone. */
export const tenantCacheUser = api({
  kind: 'TenantCacheUser',
  plural: 'tenantcacheusers',
  description: 'User tenant-<id> of ElastiCache, with two passwords from the tenant’s Secret',
  spec: Type.Object({
    region,
    cell: cellName,
    tenant: tenantId,
    cache: Type.String({
      pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
      maxLength: 32,
      description: 'Name of the RedisCache whose user group takes the user in',
    }),
    accessString: Type.String({
      pattern: '^on ~[a-z0-9-]+:\\* resetchannels &[^+@]* -@all( \\+[a-z]+)+$',
      maxLength: 1024,
      description: 'Permissions of the user: keys, channels, then each command by its name',
    }),
    tags,
  }),
  status: Type.Object({ arn: Type.Optional(Type.String()) }),
  rules: [
    {
      rule: builtAccess,
      message:
        'accessString must be one of the two that Paddock builds: for the cache of the cell, or of the tenant alone',
    },
    {
      rule: `self.cache == self.cell || ${ownCache}`,
      message: 'cache must be that of the cell, or of the tenant alone',
    },
    // These explain the mistakes that matter most. The first rule refuses them, too.
    {
      rule: "self.accessString.startsWith('on ~tenant-' + self.tenant + ':* resetchannels &tenant-' + self.tenant + ':* ')",
      message: 'accessString must begin with the tenant’s own keys and channels',
    },
    {
      rule: "!self.accessString.matches('[~&][*]')",
      message: 'accessString must not reach every key or channel',
    },
    {
      rule: `${ownCache} || !self.accessString.contains('&socketio')`,
      message: 'the channels of socket.io are the same for every tenant: not on a cache that others use',
    },
    {
      rule: `${ownCache} || !self.accessString.matches('[+](eval|fcall|function|script)')`,
      message: 'a script holds up the server for every tenant: none on a cache that others use',
    },
  ],
  immutable: ['region', 'tenant'],
  connectionKeys: [],
})
