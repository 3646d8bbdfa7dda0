import type { Object as KubernetesObject } from '../lib/kube/types/kubernetes.crossplane.io/Object-v1alpha2.ts'
import type { Composed } from './compose/composition.ts'
import { keepData } from './compose/fields.ts'
import type { Patch } from './compose/patch.ts'

/** ProviderConfig of provider-kubernetes for the cluster in which it runs. */
export const ownClusterConfig = 'own-cluster'

/** Path of a field of the object that an `Object` writes. */
export function manifestField(path: string): string {
  return `spec.forProvider.manifest.${path}`
}

/** An object of this cluster that a composition writes or reads. */
export interface OwnObject {
  readonly name: string
  /**
   * Only Paddock's fields of the object. provider-kubernetes applies them server-side, beside fields of other owners.
   */
  readonly manifest: Readonly<Record<string, unknown>>
  /** `write` never deletes the object: it also belongs to another owner, or its deletion would delete data. */
  readonly does: 'write' | 'read'
  /** Ready as soon as it exists, or when its own condition Ready is true. */
  readonly readyWhen: 'there' | 'ready'
  readonly patches: readonly Patch[]
}

/** An {@link OwnObject} as a composed resource. */
export function ownObject({ name, manifest, does, readyWhen, patches }: OwnObject): Composed {
  const base: KubernetesObject = {
    apiVersion: 'kubernetes.crossplane.io/v1alpha2',
    kind: 'Object',
    metadata: {},
    spec: {
      forProvider: { manifest: { ...manifest } },
      managementPolicies: does === 'read' ? ['Observe'] : keepData,
      providerConfigRef: { name: ownClusterConfig },
      readiness: { policy: readyWhen === 'there' ? 'SuccessfulCreate' : 'DeriveFromObject' },
    },
  }
  return { name, base, patches }
}
