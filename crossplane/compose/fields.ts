import { Type } from 'typebox'
import { regionNames } from '../../lib/catalog/regions.ts'

/** Fields that several APIs share. */
export const region = Type.Enum([...regionNames], { description: 'AWS region' })

export const cellName = Type.String({
  pattern: '^[a-z][a-z0-9-]{1,29}$',
  maxLength: 30,
  description: 'Cell whose data plane it is',
})

export const tenantId = Type.String({
  pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  minLength: 2,
  maxLength: 24,
  description: 'Tenant',
})

export const domain = Type.String({
  pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$',
  maxLength: 180,
  description: 'Domain in public DNS',
})

/** Tags for cost and ownership, on every AWS resource that supports tags. */
export const tags = Type.Record(
  Type.String({ pattern: '^[A-Za-z0-9:/_.-]{1,128}$' }),
  Type.String({ minLength: 1, maxLength: 256 }),
  { description: 'Tags of every AWS resource', minProperties: 1, maxProperties: 40 },
)

/**
 * Management of resources with data: Crossplane creates and updates them and never deletes them. Explicit policies
 * override orphaning by `deletionPolicy`, so the policies themselves omit Delete.
 */
export const keepData: ('Observe' | 'Create' | 'Update')[] = ['Observe', 'Create', 'Update']

/**
 * The same, for resources that AWS names. The provider records such a name only through late initialisation. Without
 * it, every start of the provider would create another key and another file system. If the composition sets the
 * external name itself, use {@link keepData}: then no value chosen by AWS is written into the object.
 *
 * @see https://github.com/crossplane-contrib/provider-upjet-aws/issues/1715
 * @see https://github.com/crossplane/crossplane/issues/5918
 */
export const keepDataNamedByAws: ('Observe' | 'Create' | 'Update' | 'LateInitialize')[] = [
  ...keepData,
  'LateInitialize',
]
