import type { Shape } from './shape.ts'

/** A kind of objects that a tenant's unit may have, and the objects of that kind that it may have. */
export interface AllowedKind {
  /** The core group is ''. */
  readonly group: string
  readonly version: string
  readonly kind: string
  /** Name in URLs and RBAC. */
  readonly plural: string
  /** `metadata.name`. */
  readonly name: Shape
  /** Every other field but `metadata` and `status`; none is needed unless listed. */
  readonly fields: Readonly<Record<string, Shape>>
  readonly needs?: readonly string[]
  /** Of `metadata`, in Git and in the cluster: its labels or annotations, where they have a meaning for a controller. */
  readonly metadata?: Shape
  /** A rule on the whole object, where permitted values of one field depend on another. */
  readonly whole?: Shape
}
