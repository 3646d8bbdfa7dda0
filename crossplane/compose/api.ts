import type { Static, TObject } from 'typebox'

/** Group of every API of ours. */
export const group = 'paddock.dev'
/** Version that is served and stored. */
export const version = 'v1alpha1'
/** Of claims and composite resources. */
export const apiVersion = `${group}/${version}` as const

/** A rule in CEL over `spec`, with what a person is told when it is broken. */
export interface SpecRule {
  readonly rule: string
  readonly message: string
}

/**
 * One API: the schema of its claim's `spec` gives the type that charts draw with, the XRD, and the paths that
 * patches may read. The composite resource is `X<kind>`.
 */
export interface Api<Spec extends TObject = TObject, Status extends TObject = TObject> {
  readonly kind: string
  readonly plural: string
  readonly description: string
  readonly spec: Spec
  readonly status: Status
  /** Rules over fields; only what survives into the CRDs of both composite and claim. */
  readonly rules: readonly SpecRule[]
  /** Fields of `spec` that AWS cannot change in place. */
  readonly immutable: readonly (keyof Static<Spec> & string)[]
  /** Numbers of `spec` that AWS raises and never lowers. */
  readonly growing?: readonly (keyof Static<Spec> & string)[]
  /** Keys of the connection Secret; none means that there is none. */
  readonly connectionKeys: readonly string[]
}

/** What a claim's `spec` holds. */
export type SpecOf<A extends Api> = Static<A['spec']>

/** Defines an API; the types of its schemas are kept. */
export function api<Spec extends TObject, Status extends TObject>(
  definition: Api<Spec, Status>,
): Api<Spec, Status> {
  return definition
}

/** The composite resource's kind. */
export function compositeKind({ kind }: Pick<Api, 'kind'>): string {
  return `X${kind}`
}
