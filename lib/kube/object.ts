/** The part of `metadata` that Paddock sets. */
export interface Metadata {
  readonly name: string
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

/** Any Kubernetes object, as it is in a file of dist: plain JSON values, no class instances. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Metadata
  readonly [field: string]: unknown
}

/** One file of dist before it is written. */
export interface Manifest {
  /** Path below dist with forward slashes: `us-east-1/tenants/acme/network.yaml`. */
  readonly path: string
  /** In an order in which they can be applied. */
  readonly objects: readonly KubeObject[]
}
