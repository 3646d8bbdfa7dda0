/** One object that another names. */
export interface Reference {
  readonly field: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Key of a ConfigMap or Secret, port of a Service. */
  readonly key?: string
}

/** How an object of Kubernetes names another. */
export interface Named {
  readonly kind: string
  readonly name: string
}

/** @param namespace empty for what belongs to the cluster */
export function named(field: string, kind: string, namespace: string, name: string): Reference {
  return { field, kind, namespace, name }
}

/** A reference to what has no namespace. */
export function clusterWide(field: string, kind: string, name: string): Reference {
  return named(field, kind, '', name)
}
