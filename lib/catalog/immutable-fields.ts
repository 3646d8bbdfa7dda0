/** Fields of a kind that the API server keeps as they were created. */
export interface ImmutableFields {
  /** Group and kind: `apps/Deployment`, `Service`. */
  readonly kind: string
  /** Dotted; a field includes all fields below it. */
  readonly fields: readonly string[]
  /** Fields below them that may change. */
  readonly except?: readonly string[]
  /** Amounts that may grow and never shrink; none is among the fields, but for an exception. */
  readonly grows?: readonly string[]
  /** A field of the object that stops the growth when it is empty: a claim without a storage class. */
  readonly growsWith?: string
  /** Fields that may be set once, when they were not set before. */
  readonly setOnce?: readonly string[]
  /** Holds only while this field is true on the object before. */
  readonly onlyIf?: string
}

const selector = ['spec.selector']

/**
 * Fields that Kubernetes does not update, read from its validation at v1.36.3. An update of such a field fails the sync
 * until the object is deleted and made anew.
 *
 * A Job's template may change in its scheduling directives while it is suspended, which no Job of Paddock is.
 *
 * If a claim was bound to a volume by hand, the admission plugin PersistentVolumeClaimResize also rejects growth.
 *
 * @see https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis (apps, batch, core, networking, node, rbac,
 * scheduling and storage: validation/validation.go), and apiextensions-apiserver for CustomResourceDefinition
 */
export const immutableFields: readonly ImmutableFields[] = [
  { kind: 'apps/Deployment', fields: selector },
  { kind: 'apps/DaemonSet', fields: selector },
  { kind: 'apps/ReplicaSet', fields: selector },
  {
    kind: 'apps/StatefulSet',
    fields: ['spec'],
    except: [
      'spec.replicas',
      'spec.ordinals',
      'spec.template',
      'spec.updateStrategy',
      'spec.revisionHistoryLimit',
      'spec.persistentVolumeClaimRetentionPolicy',
      'spec.minReadySeconds',
    ],
  },
  {
    kind: 'batch/Job',
    fields: [
      'spec.template',
      'spec.selector',
      'spec.completions',
      'spec.completionMode',
      'spec.podFailurePolicy',
      'spec.successPolicy',
      'spec.backoffLimitPerIndex',
      'spec.managedBy',
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    fields: ['spec'],
    except: ['spec.resources.requests.storage', 'spec.volumeAttributesClassName'],
    grows: ['spec.resources.requests.storage'],
    growsWith: 'spec.storageClassName',
    setOnce: ['spec.volumeName'],
  },
  {
    kind: 'PersistentVolume',
    fields: ['spec.csi', 'spec.nfs', 'spec.hostPath', 'spec.local', 'spec.volumeMode'],
    setOnce: ['spec.csi.controllerExpandSecretRef'],
  },
  { kind: 'Service', fields: ['spec.clusterIP', 'spec.clusterIPs', 'spec.loadBalancerClass'] },
  { kind: 'Secret', fields: ['type'] },
  { kind: 'Secret', fields: ['immutable', 'data'], onlyIf: 'immutable' },
  { kind: 'ConfigMap', fields: ['immutable', 'data', 'binaryData'], onlyIf: 'immutable' },
  { kind: 'rbac.authorization.k8s.io/RoleBinding', fields: ['roleRef'] },
  { kind: 'rbac.authorization.k8s.io/ClusterRoleBinding', fields: ['roleRef'] },
  {
    kind: 'storage.k8s.io/StorageClass',
    fields: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
  },
  { kind: 'storage.k8s.io/CSIDriver', fields: ['spec.attachRequired', 'spec.volumeLifecycleModes'] },
  { kind: 'scheduling.k8s.io/PriorityClass', fields: ['value', 'preemptionPolicy'] },
  { kind: 'networking.k8s.io/IngressClass', fields: ['spec.controller'] },
  { kind: 'node.k8s.io/RuntimeClass', fields: ['handler'] },
  {
    kind: 'apiextensions.k8s.io/CustomResourceDefinition',
    fields: ['spec.group', 'spec.scope', 'spec.names.kind', 'spec.names.plural'],
  },
  // Rules `self == oldSelf` of CRDs; a test holds this list against every schema that is imported.
  { kind: 'apiextensions.crossplane.io/Composition', fields: ['spec.compositeTypeRef'] },
  {
    kind: 'apiextensions.crossplane.io/CompositeResourceDefinition',
    fields: ['spec.claimNames', 'spec.enforcedCompositionRef', 'spec.group', 'spec.names', 'spec.scope'],
  },
]
