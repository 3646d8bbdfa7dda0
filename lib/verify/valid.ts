import type { KubeObject } from '../kube/object.ts'
import type { AnyKind } from '../kube/types/any.ts'
import type { ComponentKind } from './component-kinds.ts'

declare const passed: unique symbol

/** An object that its schema accepts: it has a name, and the fields that the type of its kind promises. */
export type ValidObject = KubeObject & { readonly [passed]: true }

/** The valid objects of one file. */
export interface ValidManifest {
  /** Path below dist with forward slashes: `us-east-1/tenants/acme/network.yaml`. */
  readonly path: string
  readonly objects: readonly ValidObject[]
}

/** An object that its schema refuses, as far as it says who it is; texts are empty where it does not. */
export interface MalformedObject {
  readonly path: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

type KnownKind = AnyKind | ComponentKind

/** The versions of APIs that have kinds in use. */
export type Version = KnownKind['apiVersion']
/** The kinds of a version. */
export type KindOf<V extends Version> = Extract<KnownKind, { apiVersion: V }>['kind']
/** Every kind that has a spec needs it, except Namespace: the schema step demands it. */
type WithSpec<T> = T extends { kind: 'Namespace' } | { spec: unknown }
  ? T
  : 'spec' extends keyof T
    ? T & { spec: NonNullable<T[keyof T & 'spec']> }
    : T

/** A valid object of a kind, with the fields of its type. */
export type ValidOf<V extends Version, K extends string> = ValidObject &
  WithSpec<Extract<KnownKind, { apiVersion: V; kind: K }>>

/** Whether a valid object is of a kind; its fields are typed from then on. */
export function is<V extends Version, K extends KindOf<V>>(
  object: ValidObject,
  apiVersion: V,
  kind: K,
): object is ValidOf<V, K> {
  return matches(object, apiVersion, kind)
}

/** The same for a kind that is a parameter of its own: the compiler does not see there that it is one of the version. */
export function matches<V extends Version, K extends string>(
  object: ValidObject,
  apiVersion: V,
  kind: K,
): object is ValidOf<V, K> {
  return object.kind === kind && object.apiVersion === apiVersion
}
