import { Type } from 'typebox'
import { regionNames } from '../../lib/catalog/regions.ts'

/** Fields that several APIs have. */
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

/** Cost and ownership: on every AWS resource that takes tags. */
export const tags = Type.Record(
  Type.String({ pattern: '^[A-Za-z0-9:/_.-]{1,128}$' }),
  Type.String({ minLength: 1, maxLength: 256 }),
  { description: 'Tags of every AWS resource', minProperties: 1, maxProperties: 40 },
)

/**
 * Management of what holds data: it is made and kept in shape, never deleted. Orphaning by `deletionPolicy` is
 * overruled by explicit policies, so the policies themselves leave Delete out.
 */
export const keepData: ('Observe' | 'Create' | 'Update')[] = ['Observe', 'Create', 'Update']

/**
 * The same, of what AWS names. The provider writes such a name down by late initialisation and in no other way: without
 * it, every start of the provider would make another key and another file system. Where the composition gives the
 * external name itself, {@link keepData} does, and nothing that AWS has chosen gets into the object.
 *
 * @see https://github.com/crossplane-contrib/provider-upjet-aws/issues/1715
 * @see https://github.com/crossplane/crossplane/issues/5918
 */
export const keepDataNamedByAws: ('Observe' | 'Create' | 'Update' | 'LateInitialize')[] = [
  ...keepData,
  'LateInitialize',
]
