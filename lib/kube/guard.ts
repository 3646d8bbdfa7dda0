/**
 * Annotation on objects that hold data: Argo CD deletes or prunes them only after a person has confirmed it on the
 * Application. One string, because the annotation is one.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#resource-pruning-and-deletion-with-confirmation
 */
export const guarded = { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } as const

/**
 * Annotation of a Job that Argo CD runs when the Application is deleted, before it deletes anything; while it fails,
 * nothing is deleted. Argo CD reads it from Git at that time: the folder must still be there.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export const beforeDeletion = { 'argocd.argoproj.io/hook': 'PreDelete' } as const

/** Annotation that orders an object within its Application; objects without one are in wave 0. */
export function wave(order: number) {
  return { 'argocd.argoproj.io/sync-wave': String(order) }
}

/** The wave of a tenant's migration: what it needs is there before. */
export const migrating = wave(2)

/**
 * The wave of what serves a tenant, models that they wait for included, after its migration. An autoscaler is in its
 * Deployment's: before, it is never well, and no later wave would come.
 */
export const serving = wave(3)

/**
 * Annotation on an object whose CRD comes with the same sync, by a package: the sync would begin with a dry run of
 * everything, and end with it.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#skip-dry-run-for-new-custom-resources-types
 */
export const kindComesLater = {
  'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
} as const
