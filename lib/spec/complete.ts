import type { Static, TArray, TObject, TOptional, TProperties, TRecord, TSchema, TUnion } from 'typebox'
import { type ClusterSpec, clusterSchema } from './cluster.ts'
import { type TenantSpec, tenantSchema } from './tenant.ts'

/**
 * A value of a schema after {@link completeTenant} or {@link completeCluster}: a field with a `default` is no longer
 * optional, at any depth.
 */
export type Complete<S> =
  S extends TObject<infer P>
    ? CompleteObject<P>
    : S extends TArray<infer I>
      ? Complete<I>[]
      : S extends TRecord<string, infer V>
        ? { [K in keyof Static<S>]: Complete<V> }
        : S extends TUnion<infer U>
          ? Complete<U[number]>
          : S extends TSchema
            ? Static<S>
            : never

type AbsentKeys<P extends TProperties> = {
  [K in keyof P]: P[K] extends { readonly default: unknown } ? never : P[K] extends TOptional ? K : never
}[keyof P]

type Flat<T> = { [K in keyof T]: T[K] } & {}

/** Mapped over the schema's own properties, as `Pick` does: a field stays the one that lib/spec declares. */
type Always<P extends TProperties, K extends keyof P> = { [X in K]: Complete<P[X]> }
type AtTimes<P extends TProperties, K extends keyof P> = { [X in K]?: Complete<P[X]> }

type CompleteObject<P extends TProperties> = Flat<
  Always<P, Exclude<keyof P, AbsentKeys<P>>> & AtTimes<P, AbsentKeys<P>>
>

/** A tenant with every default of {@link tenantSchema}. All code after loading takes this type. */
export type CompleteTenantSpec = Complete<typeof tenantSchema>
/** A cluster with every default of {@link clusterSchema}. All code after loading takes this type. */
export type CompleteClusterSpec = Complete<typeof clusterSchema>
/** The management cluster. */
export type CompleteHubSpec = Extract<CompleteClusterSpec, { kind: 'hub' }>
/** A cluster in an AWS region. */
export type CompleteRegionalSpec = Extract<CompleteClusterSpec, { kind: 'regional' }>
/** A cluster that can hold tenants. */
export type CompleteTenantClusterSpec = Extract<CompleteClusterSpec, { cells: unknown }>
/** One data plane of a cluster. */
export type CompleteCellSpec = CompleteTenantClusterSpec['cells'][string]

/**
 * Fills in the defaults of a tenant. Pure: the given value is not changed, and completing twice equals completing once.
 * A value that does not match the schema (the base of a plan, in a file of an older schema) keeps its wrong fields and gets
 * the defaults of all others.
 */
export function completeTenant(spec: TenantSpec): CompleteTenantSpec {
  return fill(variant(tenantSchema, 'tier', spec), spec) as CompleteTenantSpec
}

/** Fills in the defaults of a cluster, as {@link completeTenant} does of a tenant. */
export function completeCluster(spec: ClusterSpec): CompleteClusterSpec {
  return fill(variant(clusterSchema, 'kind', spec), spec) as CompleteClusterSpec
}

/** The keywords of a JSON Schema by which defaults are found. */
interface Schema {
  readonly default?: unknown
  readonly const?: unknown
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
}

/** The variant that the tag names, even if other fields are wrong; the first one for an unknown tag. */
function variant(union: { readonly anyOf: readonly object[] }, tag: string, spec: unknown): Schema {
  const value = isObject(spec) ? spec[tag] : undefined
  const variants: readonly Schema[] = union.anyOf
  const found = variants.find((one) => one.properties?.[tag]?.const === value) ?? variants[0]
  if (!found) throw new Error('a schema without variants')
  return found
}

/**
 * TypeBox's `Value.Default` is not used. It changes its argument, leaves the values of a record as they are (cells would stay
 * incomplete), and fills nothing of a union whose value has one wrong field.
 */
function fill(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const { items } = schema
    return items ? value.map((item) => fill(items, item)) : value
  }
  if (!isObject(value)) return value
  const { properties = {}, patternProperties = {} } = schema
  const [ofRecord] = Object.values(patternProperties)
  const given = Object.entries(value).map(([name, child]): [string, unknown] => {
    const field = Object.hasOwn(properties, name) ? properties[name] : ofRecord
    return [name, field ? fill(field, child) : child]
  })
  const missing = Object.entries(properties).flatMap(([name, field]): [string, unknown][] =>
    field.default === undefined || value[name] !== undefined
      ? []
      : [[name, fill(field, structuredClone(field.default))]],
  )
  return Object.fromEntries([...given, ...missing])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
