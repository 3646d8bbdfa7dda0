import { isRecord } from './record.ts'
import { is, type ValidManifest } from './valid.ts'

/** Schemas of claims, by `apiVersion Kind`: what the definitions among the cluster's objects say. */
export type ClaimSchemas = ReadonlyMap<string, object>

interface Schema {
  readonly type?: string
  readonly maxLength?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
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
export function claimSchemas(manifests: readonly ValidManifest[]): ClaimSchemas {
  return new Map(
    manifests.flatMap(({ objects }) =>
      objects.flatMap((object) => {
        if (!is(object, 'apiextensions.crossplane.io/v1', 'CompositeResourceDefinition')) return []
        const { group, versions, claimNames, connectionSecretKeys = [] } = object.spec
        return versions
          .filter(({ served }) => served && claimNames)
          .map(({ name: version, schema }): [string, object] => [
            `${group}/${version} ${claimNames?.kind}`,
            claimSchema(asSchema(schema?.openAPIV3Schema), connectionSecretKeys.length > 0),
          ])
      }),
    ),
  )
}

/** The API server takes any map for a schema; what is none describes nothing. */
function asSchema(value: unknown): Schema {
  return isRecord(value) ? value : {}
}

function claimSchema(root: Schema, connects: boolean): object {
  const spec = closed(asSchema(root.properties?.['spec']))
  return {
    ...root,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    additionalProperties: false,
    properties: {
      apiVersion: text,
      kind: text,
      metadata: {
        $ref: 'kubernetes.json#/definitions/ObjectMeta',
        properties: { name: { maxLength: longestName(root) } },
      },
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

/** Names of claims are values of labels; a definition may have them shorter. */
function longestName(root: Schema): number {
  const { maxLength } = root.properties?.['metadata']?.properties?.['name'] ?? {}
  return typeof maxLength === 'number' ? Math.min(maxLength, 63) : 63
}

function closed(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema
  return {
    ...schema,
    ...(isRecord(properties)
      ? {
          additionalProperties: false,
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, child]) => [key, closed(asSchema(child))]),
          ),
        }
      : {}),
    ...(isRecord(items) ? { items: closed(items) } : {}),
    ...(isRecord(additionalProperties) ? { additionalProperties: closed(additionalProperties) } : {}),
  }
}
