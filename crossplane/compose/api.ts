import type { Static, TObject } from 'typebox'

/** API group of all Paddock APIs. */
export const group = 'paddock.dev'
/** Version that is served and stored. */
export const version = 'v1alpha1'
/** Of claims and composite resources. */
export const apiVersion = `${group}/${version}` as const

/** A CEL rule over `spec`, with the message for a violation. */
export interface SpecRule {
  readonly rule: string
  readonly message: string
}

/**
 * One API. The schema of its claim's `spec` gives the type for charts, the XRD, and the paths that patches may read.
 * The composite resource is `X<kind>`.
 */
export interface Api<Spec extends TObject = TObject, Status extends TObject = TObject> {
  readonly kind: string
  readonly plural: string
  readonly description: string
  readonly spec: Spec
  readonly status: Status
  /** Rules over fields. They must be valid in the CRDs of both the composite and the claim. */
  readonly rules: readonly SpecRule[]
  /** Fields of `spec` that AWS cannot change in place. */
  readonly immutable: readonly (keyof Static<Spec> & string)[]
  /** Numbers of `spec` that AWS can raise but never lower. */
  readonly growing?: readonly (keyof Static<Spec> & string)[]
  /** Keys of the connection Secret. An empty list means no Secret. */
  readonly connectionKeys: readonly string[]
}

/** Type of a claim's `spec`. */
export type SpecOf<A extends Api> = Static<A['spec']>

/** Defines an API and keeps the types of its schemas. */
export function api<Spec extends TObject, Status extends TObject>(
  definition: Api<Spec, Status>,
): Api<Spec, Status> {
  return definition
}

/** The composite resource's kind. */
export function compositeKind({ kind }: Pick<Api, 'kind'>): string {
  return `X${kind}`
}
