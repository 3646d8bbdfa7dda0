import type { KubeObject } from '../../../lib/kube/object.ts'

type Schema = Readonly<Record<string, unknown>>

interface Names {
  readonly kind: string
  readonly plural: string
  readonly singular?: string
  readonly listKind?: string
}

interface DefinitionSpec {
  readonly group: string
  readonly names: Names
  readonly claimNames?: Names
  readonly defaultCompositeDeletePolicy?: string
  readonly versions: readonly {
    readonly name: string
    readonly served: boolean
    readonly referenceable: boolean
    readonly schema: { readonly openAPIV3Schema: Schema }
  }[]
}

const text: Schema = { type: 'string' }
const reference = (...fields: readonly string[]): Schema => ({
  type: 'object',
  required: [...fields],
  properties: Object.fromEntries(fields.map((field) => [field, text])),
})
const selector: Schema = {
  type: 'object',
  required: ['matchLabels'],
  properties: { matchLabels: { type: 'object', additionalProperties: text } },
}

/** Common fields of the specs of a composite resource and of a claim. */
const both: Record<string, Schema> = {
  compositionRef: reference('name'),
  compositionSelector: selector,
  compositionRevisionRef: reference('name'),
  compositionRevisionSelector: selector,
  compositionUpdatePolicy: { type: 'string', enum: ['Automatic', 'Manual'] },
}

const status: Record<string, Schema> = {
  claimConditionTypes: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
  conditions: {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['type'],
    items: {
      ...reference('lastTransitionTime', 'reason', 'status', 'type'),
      properties: {
        lastTransitionTime: { type: 'string', format: 'date-time' },
        message: text,
        observedGeneration: { type: 'integer', format: 'int64' },
        reason: text,
        status: text,
        type: text,
      },
    },
  },
  connectionDetails: {
    type: 'object',
    properties: { lastPublishedTime: { type: 'string', format: 'date-time' } },
  },
}

/**
 * The CRDs that Crossplane makes of a definition of scope LegacyCluster: one of the composite resource, one of the
 * claim. Of the definition's schema only some fields reach them. Compared once with what Crossplane's own functions make
 * of the definitions of dist: equal but for printer columns and one description.
 *
 * @see https://github.com/crossplane/crossplane-runtime pkg/xcrd/crd.go, schemas.go
 */
export function derivedCrds(definition: KubeObject): readonly KubeObject[] {
  const spec = definition['spec'] as DefinitionSpec
  const composite = derive(spec, spec.names, 'Cluster', 'composite', {
    ...both,
    claimRef: reference('apiVersion', 'kind', 'namespace', 'name'),
    resourceRefs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['apiVersion', 'kind'],
        properties: { apiVersion: text, kind: text, name: text, namespace: text },
      },
      'x-kubernetes-list-type': 'atomic',
    },
    writeConnectionSecretToRef: reference('name', 'namespace'),
  })
  if (!spec.claimNames) return [composite]
  const policy = spec.defaultCompositeDeletePolicy
  const claim = derive(spec, spec.claimNames, 'Namespaced', 'claim', {
    ...both,
    compositeDeletePolicy: {
      type: 'string',
      enum: ['Background', 'Foreground'],
      ...(policy ? { default: policy } : {}),
    },
    resourceRef: reference('apiVersion', 'kind', 'name'),
    writeConnectionSecretToRef: reference('name'),
  })
  return [composite, claim]
}

function derive(
  { group, versions }: DefinitionSpec,
  names: Names,
  scope: 'Cluster' | 'Namespaced',
  category: string,
  injected: Readonly<Record<string, Schema>>,
): KubeObject {
  const { kind, plural, singular = kind.toLowerCase(), listKind = `${kind}List` } = names
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular, listKind, categories: [category] },
      scope,
      versions: versions.map(({ name, served, referenceable, schema }) => ({
        name,
        served,
        // Crossplane stores the version that compositions refer to.
        storage: referenceable,
        subresources: { status: {} },
        schema: { openAPIV3Schema: rootSchema(schema.openAPIV3Schema, injected) },
      })),
    },
  }
}

const rootFields = ['description', 'x-kubernetes-validations']
const partFields = ['description', 'required', 'x-kubernetes-validations', 'oneOf']

function rootSchema(root: Schema, injected: Readonly<Record<string, Schema>>): Schema {
  const { metadata, spec, status: ownStatus } = (root['properties'] ?? {}) as Record<string, Schema>
  const name = (metadata?.['properties'] as Record<string, Schema> | undefined)?.['name']
  const longest = Math.min(Number(name?.['maxLength'] ?? 63), 63)
  return {
    type: 'object',
    ...pick(root, rootFields),
    required: ['spec'],
    properties: {
      apiVersion: text,
      kind: text,
      metadata: { type: 'object', properties: { name: { type: 'string', maxLength: longest } } },
      spec: part(spec, [...partFields, 'x-kubernetes-preserve-unknown-fields'], injected),
      status: part(ownStatus, partFields, status),
    },
  }
}

function part(
  schema: Schema = {},
  fields: readonly string[],
  injected: Readonly<Record<string, Schema>>,
): Schema {
  return {
    type: 'object',
    ...pick(schema, fields),
    properties: { ...(schema['properties'] as Record<string, Schema> | undefined), ...injected },
  }
}

function pick(schema: Schema, fields: readonly string[]): Schema {
  return Object.fromEntries(fields.filter((field) => field in schema).map((field) => [field, schema[field]]))
}
