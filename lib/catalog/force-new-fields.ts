/** Fields of a managed resource that AWS sets when the resource is made and never again. */
export interface ForceNewFields {
  /** Group and kind of the provider's resource. */
  readonly kind: string
  /** Below `spec.forProvider`; a field includes all fields below it. */
  readonly fields: readonly string[]
}
