import type { Manifest } from '../kube/object.ts'

/** Schemas of claims, by `apiVersion Kind`: what the definitions among the cluster's objects say. */
export type ClaimSchemas = ReadonlyMap<string, object>

interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
}

interface DefinitionSpec {
  readonly group: string
  readonly claimNames?: { readonly kind: string }
  readonly connectionSecretKeys?: readonly string[]
  readonly versions: readonly {
    readonly name: string
    readonly served: boolean
    readonly schema: { readonly openAPIV3Schema: Schema }
  }[]
}

const text: Schema = { type: 'string' }
const name = { type: 'object', additionalProperties: false, required: ['name'], properties: { name: text } }

/** Fields that Crossplane adds to the `spec` of every claim, those that Paddock may set. */
const added = {
  compositeDeletePolicy: { enum: ['Background', 'Foreground'] },
  compositionRef: name,
  compositionUpdatePolicy: { enum: ['Automatic', 'Manual'] },
}

/**
 * Reads the schema of each claim out of its definition, closed: an unknown field is an error, as it is for the API
 * server under strict field validation.
 */
export function claimSchemas(manifests: readonly Manifest[]): ClaimSchemas {
  const definitions = manifests.flatMap(({ objects }) =>
    objects.filter(({ kind }) => kind === 'CompositeResourceDefinition'),
  )
  return new Map(
    definitions.flatMap((object) => {
      const spec = object['spec'] as DefinitionSpec
      return spec.versions
        .filter(({ served }) => served && spec.claimNames)
        .map(({ name: version, schema }): [string, object] => [
          `${spec.group}/${version} ${spec.claimNames?.kind}`,
          claimSchema(schema.openAPIV3Schema, (spec.connectionSecretKeys ?? []).length > 0),
        ])
    }),
  )
}

function claimSchema(root: Schema, connects: boolean): object {
  const spec = closed(root.properties?.['spec'] ?? {})
  return {
    ...root,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    additionalProperties: false,
    properties: {
      apiVersion: text,
      kind: text,
      metadata: { $ref: 'kubernetes.json#/definitions/ObjectMeta' },
      spec: {
        ...spec,
        properties: {
          ...spec.properties,
          ...added,
          ...(connects ? { writeConnectionSecretToRef: name } : {}),
        },
      },
    },
  }
}

function closed(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema
  return {
    ...schema,
    ...(properties
      ? {
          additionalProperties: false,
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, child]) => [key, closed(child)]),
          ),
        }
      : {}),
    ...(items ? { items: closed(items) } : {}),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: closed(additionalProperties) }
      : {}),
  }
}
