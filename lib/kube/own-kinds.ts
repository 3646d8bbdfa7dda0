/** A kind of objects by its API group; the core group is ''. */
export interface GroupKind {
  readonly group: string
  readonly kind: string
}

const kinds = (group: string, ...names: readonly string[]): GroupKind[] =>
  names.map((kind) => ({ group, kind }))

/**
 * Kinds that every own chart may have. A Deployment can already do what the others can, so a shorter list for a chart
 * that has one would protect nothing. It would do harm: Argo CD cannot delete the last object of a kind that has left
 * the list.
 */
export const everydayKinds: readonly GroupKind[] = [
  ...kinds('', 'ConfigMap', 'Service', 'ServiceAccount'),
  ...kinds('apps', 'Deployment', 'StatefulSet'),
  ...kinds('autoscaling', 'HorizontalPodAutoscaler'),
  ...kinds('batch', 'CronJob', 'Job'),
  ...kinds('k8s.nginx.org', 'Policy', 'VirtualServer'),
  ...kinds('monitoring.coreos.com', 'Probe', 'PrometheusRule'),
  ...kinds('networking.k8s.io', 'NetworkPolicy'),
  ...kinds('policy', 'PodDisruptionBudget'),
]

/** Kinds that give permissions, read secrets or keep data. A project permits them only while its chart has one. */
export const guardedKinds: readonly GroupKind[] = [
  ...kinds('', 'PersistentVolumeClaim'),
  ...kinds('external-secrets.io', 'ExternalSecret', 'SecretStore'),
  ...kinds('rbac.authorization.k8s.io', 'Role', 'RoleBinding'),
]

/** Kinds without a namespace that an own chart may have. A project permits each object by its name. */
export const clusterWideKinds: readonly GroupKind[] = kinds(
  'rbac.authorization.k8s.io',
  'ClusterRole',
  'ClusterRoleBinding',
)

/** The group of `apps/v1` is `apps`; that of `v1` is ''. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
}

/** Whether a list has the kind of an object. */
export function hasKind(
  list: readonly GroupKind[],
  object: { readonly apiVersion: string; readonly kind: string },
): boolean {
  return list.some(({ group, kind }) => kind === object.kind && group === groupOf(object.apiVersion))
}
