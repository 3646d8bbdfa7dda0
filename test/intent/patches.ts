import { schemaAt } from '../crossplane/field-path.ts'
import { kindSchema } from '../crossplane/kind-schemas.ts'
import type { Patch, Resource } from './composed.ts'
import { type Intent, matches, oneOf, that } from './intent.ts'
import type { Subject } from './subjects.ts'

interface Spec {
  readonly pipeline: readonly { readonly input?: { readonly resources?: readonly Resource[] } }[]
}

/** All resources of the composition of a subject. */
function resourcesOf({ object }: Subject): readonly Resource[] {
  return (object['spec'] as Spec).pipeline.flatMap(({ input }) => input?.resources ?? [])
}

const label = 'paddock.dev/resource'

/** Where a selector of a provider looks: objects of its own composite, of one label. */
function selectors(
  value: unknown,
): { matchControllerRef?: boolean; matchLabels?: Readonly<Record<string, string>> }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) =>
    /Selector$/.test(key) && !Array.isArray(child) ? [child as object] : selectors(child),
  )
}

/** Keys that a patch may fill. */
const keys: Readonly<Record<string, readonly string[]>> = {
  annotations: [
    'crossplane.io/external-name',
    'eks.amazonaws.com/role-arn',
    'paddock.dev/audit-bucket',
    'paddock.dev/files-bucket',
    'paddock.dev/files-endpoint',
    'paddock.dev/models-bucket',
    'paddock.dev/pushed',
  ],
  labels: ['paddock.dev/cache', 'paddock.dev/file-system', 'paddock.dev/region', 'paddock.dev/tenant'],
  matchLabels: ['paddock.dev/cache', 'paddock.dev/file-system'],
  tags: ['Name'],
}

const format = (fmt: string) => ({ string: { fmt, type: 'Format' }, type: 'string' })
const regexp = (match: string) => ({
  string: { regexp: { group: 1, match }, type: 'Regexp' },
  type: 'string',
})
const convert = (to: string) => ({ string: { convert: to, type: 'Convert' }, type: 'string' })
const multiply = (by: number) => ({ math: { multiply: by, type: 'Multiply' }, type: 'math' })
const toType = (type: string) => ({ convert: { toType: type }, type: 'convert' })

/** Ways in which a value is turned into the field's: names of parts, numbers as texts, nine tenths, GiB as bytes, parts of ARNs. */
const transforms = [
  ...['edge', 'cluster', 'network', 'domain', 'guard', 'keys', 'storage'].map((part) => [
    format(`%s-${part}`),
  ]),
  [format('%d')],
  [format('kubeconfig-%s')],
  [{ map: { 'on-demand': 'ON_DEMAND', spot: 'SPOT' }, type: 'map' }],
  [toType('string')],
  [regexp('^(?:https://)?(.+)$')],
  [regexp('^arn:aws:eks:[^:]+:([0-9]{12}):')],
  [regexp('^arn:aws:kms:[^:]+:([0-9]{12}):')],
  [regexp('^(?:\\*\\.)?(.+)$')],
  [convert('ToBase64')],
  [multiply(9), toType('string'), regexp('^([0-9]+)[0-9]$'), toType('int64')],
  [multiply(1_073_741_824)],
  [convert('ToSha1'), regexp('^([0-9a-f]{24})'), format('paddock-off-%s')],
  [{ string: { trim: '*.', type: 'TrimPrefix' }, type: 'string' }, format('https://bucket.%s')],
]

const directions = [
  'CombineFromEnvironment',
  'FromCompositeFieldPath',
  'FromEnvironmentFieldPath',
  'ToCompositeFieldPath',
]

/** Patches of which a composition goes on without the value: AWS reports it later, or has a default of its own. */
const mayLack = (to: string, from: string) =>
  /^spec\.(lockGraceDays|iops|storageThroughput)$/.test(from) ||
  /^(claim\.)?status\.(accountId|resourceId)\b/.test(from) ||
  to === 'spec.forProvider.policy'

/** How resources of every composition are filled, found and managed. */
export const patchIntents: readonly Intent[] = [
  {
    of: /^composed /,
    why: 'a resource without a value of the claim or of its region would be another one: it waits; a status comes when there is one',
    settings: {
      'patches?[*].type': oneOf(...directions),
      'patches?[*].combine?.strategy': 'string',
      'patches?': that<readonly Patch[]>('sources required, status optional', (patches) =>
        patches.every(({ type, policy, toFieldPath, fromFieldPath = '', combine }) => {
          const from = combine?.variables.map((one) => one.fromFieldPath).join(' ') ?? fromFieldPath
          return type === 'ToCompositeFieldPath'
            ? policy.fromFieldPath === 'Optional' && toFieldPath.startsWith('status.')
            : policy.fromFieldPath === 'Required' ||
                (policy.fromFieldPath === 'Optional' && mayLack(toFieldPath, from))
        }),
      ),
    },
  },
  {
    of: /^composed /,
    why: 'a text has as many slots as sources, each of the claim, the region, its peer or the hub’s parts; Crossplane would write %!s(MISSING) into it',
    settings: {
      'patches?': that<readonly Patch[]>('texts with their sources', (patches) =>
        patches.every(({ combine, type }) => {
          if (!combine) return !type.startsWith('Combine')
          const slots = combine.string.fmt.replaceAll('%%', '').match(/%[a-z]/g)?.length ?? 0
          return slots === combine.variables.length && slots > 0
        }),
      ),
      'patches?[*].combine?.variables[*].fromFieldPath': matches(
        /^(claim|keys|network|peer|roles|topics|status|cluster|storage|domain|edge|guard|accountId|region|buckets|logs|oidc|operatorRole|deployerRole)\b/,
      ),
    },
  },
  {
    of: /^composed /,
    why: 'tags say who pays; they are added to those of the resource and never replace them; a region’s field is its own or its peer’s',
    settings: {
      'patches?': that<readonly Patch[]>(
        'tags merged, a region from the claim or the environment',
        (patches) =>
          patches.every(({ toFieldPath, fromFieldPath = '', combine, policy }) => {
            if (fromFieldPath === 'spec.tags')
              return (
                (policy.toFieldPath === 'MergeObjects' ||
                  /^spec\.forProvider\.tagSpecifications\[/.test(toFieldPath)) &&
                /\b(tags|recoveryPointTags|tagSpecifications\[\d\]\.tags|manifest\.metadata\.labels)$/.test(
                  toFieldPath,
                )
              )
            if (toFieldPath === 'spec.forProvider.region')
              return /(^|\.)(region|peerRegion)$/.test(combine?.variables[0]?.fromFieldPath ?? fromFieldPath)
            return true
          }),
      ),
      'patches?[*].policy.toFieldPath?': 'MergeObjects',
    },
  },
  {
    of: /^composed /,
    why: 'a resource finds the others of its own claim by their label: without the owner it would take another region’s',
    settings: {
      'base.spec.forProvider': that('selectors that find one', (forProvider, subject) => {
        const labels = new Set(resourcesOf(subject).map(({ base }) => base.metadata?.labels?.[label]))
        return selectors(forProvider).every(({ matchControllerRef, matchLabels }) =>
          matchLabels?.[label] === undefined
            ? matchControllerRef === true || matchLabels !== undefined
            : matchControllerRef === true && labels.has(matchLabels[label]),
        )
      }),
      [`base.metadata?.labels?[${label}]?`]: that(
        'a label that another resource looks for',
        (mine, subject) =>
          resourcesOf(subject).some(({ base }) =>
            selectors(base.spec.forProvider).some(({ matchLabels }) => matchLabels?.[label] === mine),
          ),
      ),
    },
  },
  {
    of: /^composed /,
    why: 'a label, annotation or tag under another name is found by nobody',
    settings: {
      'patches?': that<readonly Patch[]>('known keys', (patches) =>
        patches.every(({ toFieldPath }) => {
          const [, field = '', key = ''] =
            /\b(annotations|labels|matchLabels|tags)(?:\[|\.)(.+?)\]?$/.exec(toFieldPath) ?? []
          return key === '' || (keys[field] ?? []).includes(key)
        }),
      ),
      'patches?[*].transforms?': oneOf(...transforms),
    },
  },
  {
    of: /^composed /,
    why: 'AWS is asked in one region: the claim’s, its peer’s, or that of a global service',
    settings: {
      patches: that<readonly Patch[]>('a region where the kind has one', (patches, { value }) => {
        const { base } = value as unknown as Resource
        const { properties } = schemaAt(kindSchema(base.apiVersion, base.kind), 'spec.forProvider') ?? {}
        return (
          properties?.['region'] === undefined ||
          base.spec.forProvider['region'] !== undefined ||
          patches.some(({ toFieldPath }) => toFieldPath === 'spec.forProvider.region')
        )
      }),
    },
  },
  {
    of: /^composed /,
    why: 'Crossplane never deletes data or what reads it, and changes nothing of another region',
    settings: {
      'base.spec.managementPolicies?': oneOf(
        ['Observe'],
        ['Observe', 'Update'],
        ['Observe', 'Create', 'Update'],
        ['Observe', 'Create', 'Update', 'LateInitialize'],
        ['Observe', 'Create', 'Update', 'Delete'],
      ),
      'base.spec.readiness?.policy': oneOf('SuccessfulCreate', 'DeriveFromObject'),
      'base.spec.providerConfigRef?.name?': oneOf('own-cluster', 'hub'),
      'base.spec.writeConnectionSecretToRef?.namespace': oneOf('crossplane-system', 'paddock-data'),
      name: matches(/^[a-z0-9]+([-_][a-z0-9]+)*$/),
    },
  },
  ...[
    'AccessPoint',
    'BackupPolicy',
    'Bucket',
    'BucketLifecycleConfiguration',
    'BucketObjectLockConfiguration',
    'BucketOwnershipControls',
    'BucketPolicy',
    'BucketPublicAccessBlock',
    'BucketServerSideEncryptionConfiguration',
    'BucketVersioning',
    'Cluster',
    'FileSystem',
    'FileSystemPolicy',
    'Group',
    'Instance',
    'Key',
    'ReplicaKey',
    'ReplicationGroup',
    'Secret',
    'SecretPolicy',
    'Trail',
    'UserGroup',
    'Vault',
    'VaultLockConfiguration',
    'VaultPolicy',
    'Zone',
  ].map(
    (kind): Intent => ({
      of: `composed ${kind}`,
      why: 'a claim that is deleted by mistake deletes no data, no key, no record of who did what',
      settings: {
        'base.spec.managementPolicies': that<readonly string[]>(
          'without Delete',
          (list) => !list.includes('Delete'),
        ),
      },
    }),
  ),
]
