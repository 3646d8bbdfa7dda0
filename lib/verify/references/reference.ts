import { type KindOf, matches, type ValidObject, type ValidOf, type Version } from '../valid.ts'

/** One object that another names. */
export interface Reference {
  readonly field: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Key of a ConfigMap or Secret, port of a Service. */
  readonly key?: string
}

/** @param namespace empty for what belongs to the cluster */
export function named(field: string, kind: string, namespace: string, name: string): Reference {
  return { field, kind, namespace, name }
}

/** A reference to what has no namespace. */
export function clusterWide(field: string, kind: string, name: string): Reference {
  return named(field, kind, '', name)
}

/** Reads the names in an object of some kind; of any other none. */
export type ReadReferences = (object: ValidObject, namespace: string) => Reference[]

/** Reads the names in objects of one kind of one API. */
export function ofKind<V extends Version, K extends KindOf<V>>(
  apiVersion: V,
  kind: K,
  read: (object: ValidOf<V, K>, namespace: string) => Reference[],
): ReadReferences {
  return (object, namespace) => (matches(object, apiVersion, kind) ? read(object, namespace) : [])
}
