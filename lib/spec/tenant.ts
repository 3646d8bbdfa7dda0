import { type Static, Type } from 'typebox'
import { chatModels, cpuChatModels } from '../catalog/models.ts'
import { residencies } from '../catalog/regions.ts'
import { ringNames } from '../catalog/rings.ts'
import { longestWake } from '../catalog/waits.ts'
import { group, optional, withDefault } from './fields.ts'
import { access, contacts, cost, egress, identityProvider, retention } from './tenant-parts.ts'
import { inference, limits, quota, replicas, scaling, storage } from './tenant-sizes.ts'

const closed = { additionalProperties: false } as const

/** Longest tenant id: leaves room for every prefix and suffix in names that end at 63 characters. */
export const tenantIdMaxLength = 24

const idPattern = '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'

const common = {
  id: Type.String({
    pattern: idPattern,
    patternErrorMessage:
      'must be lower-case letters, digits and single hyphens, the first a letter and the last no hyphen',
    examples: ['acme-labs'],
    minLength: 2,
    maxLength: tenantIdMaxLength,
    description: 'Name in every derived name; lower-case letters, digits and single hyphens. Never changes.',
  }),
  cell: Type.String({ description: 'The data plane that holds the tenant, as a cluster file declares it' }),
  contacts,
  displayName: optional(
    Type.String({
      minLength: 1,
      maxLength: 80,
      // One line: titles, headers and logs contain it.
      pattern: '^[^\\u0000-\\u001f\\u007f\\u2028\\u2029]*$',
      patternErrorMessage: 'must be one line without control characters',
      examples: ['Acme Corporation'],
      description: 'Shown to its users, one line',
    }),
    'the id',
  ),
  state: withDefault(
    Type.Enum(['active', 'suspended', 'offboarding', 'deleted'], {
      description:
        'suspended: no compute, all data kept, users see a page; offboarding: no compute, data exported; deleted: exported once more and taken out of the cluster, as soon as a person confirms it',
    }),
    'active',
  ),
  ring: withDefault(
    Type.Enum([...ringNames], { description: 'Release ring: decides the versions' }),
    'general',
  ),
  hosts: optional(
    Type.Array(Type.String({ maxLength: 253 }), {
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      description: 'Host names of the tenant, the first is its address; hosts below a wildcard resolve to it',
    }),
    '<id>.<domain of the cluster>',
  ),
  expectedUsers: withDefault(
    Type.Integer({
      minimum: 1,
      maximum: 5000,
      description:
        'Users at the same time at the busiest hour; sizes replicas, which must be able to serve them',
    }),
    25,
  ),
  modelDigests: withDefault(
    Type.Record(
      Type.String(),
      Type.String({
        pattern: '^sha256:[0-9a-f]{64}$',
        patternErrorMessage: 'must be a digest: sha256: and 64 hexadecimal digits in lower case',
        examples: [`sha256:${'0'.repeat(64)}`],
      }),
      {
        description: 'Pins a model to a version, by the digest of its manifest; in AWS a released one',
      },
    ),
    {},
    'the current release',
  ),
  tools: withDefault(
    Type.Boolean({
      description:
        "Chats carry Open WebUI's own tools, which the model may call: for models whose template has tools, and 16384 inference.contextTokens or more",
    }),
    false,
  ),
  scaling: group(scaling),
  quota: group(quota, 'the sum that its pods request at full scale'),
  storage: group(storage),
  database: withDefault(
    Type.Enum(['shared', 'dedicated'], {
      description: 'shared: a schema in the cell; dedicated: an instance of its own',
    }),
    'shared',
  ),
  cache: withDefault(
    Type.Enum(['shared', 'dedicated'], {
      description: 'shared: a key prefix in the cell; dedicated: a cache of its own',
    }),
    'shared',
  ),
  identityProvider: optional(identityProvider, 'none; an administrator of the tenant signs in by password'),
  access: group(access, 'the operators alone'),
  egress: withDefault(
    Type.Array(egress, { maxItems: 20, description: 'Outside destinations of Open WebUI' }),
    [],
  ),
  limits: group(limits),
  retention: group(retention),
  residency: optional(
    Type.Enum([...residencies], {
      description: 'Regions in which data, replicas and backups may be: any region of an area, or one region',
    }),
    'the area of its cell',
  ),
  cost: optional(cost, 'none'),
}

/** JSON Schema of a standard tenant: CPU models on the standard node groups. */
export const standardTenantSchema = Type.Object(
  {
    tier: Type.Literal('standard'),
    ...common,
    inference: group(inference(2)),
    models: withDefault(
      Type.Array(Type.Enum([...cpuChatModels]), {
        minItems: 1,
        maxItems: 4,
        uniqueItems: true,
        description: 'Chat models, the first is preselected',
      }),
      ['llama3:8b'],
    ),
  },
  closed,
)

/** JSON Schema of a premium tenant: GPU models as well. */
export const premiumTenantSchema = Type.Object(
  {
    tier: Type.Literal('premium'),
    ...common,
    inference: group(inference(4)),
    models: withDefault(
      Type.Array(Type.Enum([...chatModels]), {
        minItems: 1,
        maxItems: 4,
        uniqueItems: true,
        description: 'Chat models, the first is preselected',
      }),
      ['llama3:70b'],
    ),
    serveOnGpu: withDefault(
      Type.Array(Type.Enum([...chatModels]), {
        uniqueItems: true,
        description: 'CPU-class models that are to run on the GPU all the same',
      }),
      [],
    ),
    keepOnCpu: withDefault(
      Type.Array(Type.Enum([...chatModels]), {
        uniqueItems: true,
        description:
          'Models of serveOnGpu that the CPU server has as well: chat continues while they move between the two',
      }),
      [],
    ),
    gpuReplicas: optional(
      replicas('replicas of the GPU model server; 0 means that a request starts it', 0, 10, 1),
      'min 0, max computed from expectedUsers',
    ),
    wakeSeconds: optional(
      Type.Integer({
        minimum: 60,
        maximum: longestWake,
        description:
          'Longest that a request waits for a GPU model server that scaled to zero; check refuses less than a node and the models need',
      }),
      'computed from the models',
    ),
  },
  closed,
)

/** JSON Schema of a tenant file, discriminated by `tier`, so that each mistake is reported once. */
export const tenantSchema = Type.Union([standardTenantSchema, premiumTenantSchema], {
  discriminator: { propertyName: 'tier' },
})

/** A tenant as its file says it; see {@link tenantSchema} for each field's meaning and default. */
export type TenantSpec = Static<typeof tenantSchema>
