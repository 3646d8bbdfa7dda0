/** One object that another names. */
export interface Reference {
  readonly field: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Key of a ConfigMap or Secret, port of a Service. */
  readonly key?: string
}
