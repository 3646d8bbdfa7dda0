import { expect, test } from 'vitest'
import { derivedCrds } from '../real/cluster/xrds.ts'

const definition = (openAPIV3Schema: object, more: object = {}) => ({
  apiVersion: 'apiextensions.crossplane.io/v1',
  kind: 'CompositeResourceDefinition',
  metadata: { name: 'xbuckets.paddock.dev' },
  spec: {
    group: 'paddock.dev',
    scope: 'LegacyCluster',
    names: { kind: 'XBucket', plural: 'xbuckets' },
    claimNames: { kind: 'Bucket', plural: 'buckets' },
    defaultCompositeDeletePolicy: 'Foreground',
    versions: [{ name: 'v1', served: true, referenceable: true, schema: { openAPIV3Schema } }],
    ...more,
  },
})
const size = { type: 'integer', minimum: 1 }

interface Crd {
  readonly group: string
  readonly scope: string
  readonly names: object
  readonly versions: readonly {
    readonly storage: boolean
    readonly schema: { readonly openAPIV3Schema: Root }
  }[]
}
interface Root {
  readonly required: readonly string[]
  readonly properties: Readonly<Record<string, { readonly properties: Readonly<Record<string, object>> }>>
}

function crds(object: ReturnType<typeof definition>) {
  return derivedCrds(object).map(({ metadata, spec }) => {
    const { versions, ...rest } = spec as Crd
    return {
      name: metadata.name,
      ...rest,
      storage: versions[0]?.storage,
      root: versions[0]?.schema.openAPIV3Schema,
    }
  })
}

test('a definition makes a CRD of the cluster and one of namespaces', () => {
  expect(crds(definition({ properties: { spec: { properties: { size } } } }))).toMatchObject([
    { name: 'xbuckets.paddock.dev', scope: 'Cluster', storage: true, names: { categories: ['composite'] } },
    {
      name: 'buckets.paddock.dev',
      scope: 'Namespaced',
      storage: true,
      names: {
        kind: 'Bucket',
        plural: 'buckets',
        singular: 'bucket',
        listKind: 'BucketList',
        categories: ['claim'],
      },
    },
  ])
})

test('without names of a claim there is none', () => {
  expect(crds(definition({}, { claimNames: undefined })).map(({ name }) => name)).toEqual([
    'xbuckets.paddock.dev',
  ])
})

test('each has its own fields beside those of the definition', () => {
  const [composite, claim] = crds(definition({ properties: { spec: { properties: { size } } } }))
  const fields = (root?: Root) => Object.keys(root?.properties['spec']?.properties ?? {}).sort()
  const both = [
    'compositionRef',
    'compositionRevisionRef',
    'compositionRevisionSelector',
    'compositionSelector',
    'compositionUpdatePolicy',
    'size',
    'writeConnectionSecretToRef',
  ]
  expect(fields(composite?.root)).toEqual([...both, 'claimRef', 'resourceRefs'].sort())
  expect(fields(claim?.root)).toEqual([...both, 'compositeDeletePolicy', 'resourceRef'].sort())
  expect(claim?.root?.properties['spec']?.properties['compositeDeletePolicy']).toMatchObject({
    default: 'Foreground',
  })
  const secret = (root?: Root) => root?.properties['spec']?.properties['writeConnectionSecretToRef']
  expect(secret(composite?.root)).toMatchObject({ required: ['name', 'namespace'] })
  expect(secret(claim?.root)).toMatchObject({ required: ['name'] })
})

test('of the schema only what Crossplane hands on arrives: rules do, anyOf and a default of spec do not', () => {
  const rules = [{ rule: 'self.size == oldSelf.size', message: 'size cannot be changed' }]
  const [, claim] = crds(
    definition({
      description: 'A bucket',
      anyOf: [{}],
      properties: {
        metadata: { properties: { name: { maxLength: 40, pattern: '^b' } } },
        spec: {
          properties: { size },
          required: ['size'],
          'x-kubernetes-validations': rules,
          anyOf: [{}],
          default: {},
        },
        status: { properties: { arn: { type: 'string' } } },
      },
    }),
  )
  expect(claim?.root).toMatchObject({ description: 'A bucket', required: ['spec'] })
  expect(claim?.root).not.toHaveProperty('anyOf')
  const { metadata, spec, status } = claim?.root?.properties ?? {}
  expect(metadata).toEqual({ type: 'object', properties: { name: { type: 'string', maxLength: 40 } } })
  expect(spec).toMatchObject({ required: ['size'], 'x-kubernetes-validations': rules })
  expect(spec).not.toHaveProperty('anyOf')
  expect(spec).not.toHaveProperty('default')
  expect(Object.keys(status?.properties ?? {}).sort()).toEqual([
    'arn',
    'claimConditionTypes',
    'conditions',
    'connectionDetails',
  ])
})
