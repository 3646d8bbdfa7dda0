/**
 * Annotation on objects that hold data: Argo CD deletes or prunes them only after a person has confirmed it on the
 * Application. It is one string, because Argo CD has one annotation for both.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#resource-pruning-and-deletion-with-confirmation
 */
export const guarded = { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } as const

/**
 * Annotation of a Job that Argo CD runs when the Application is deleted, before it deletes anything. While the Job
 * fails, Argo CD deletes nothing. Argo CD reads the Job from Git at that time, so the folder must still exist.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export const beforeDeletion = { 'argocd.argoproj.io/hook': 'PreDelete' } as const

/**
 * Annotation on a Job that runs once: each sync that includes it makes it anew. A Job whose retries are used up keeps the
 * state of a failure for ever, and the sync of its Application would fail until a person deleted the Job. With this, the
 * next try of the sync runs it again. Every such Job can run again without harm.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#force-sync
 */
export const madeAnew = { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' } as const

/** Annotation for the order of an object within its Application. Objects without it are in wave 0. */
export function wave(order: number) {
  return { 'argocd.argoproj.io/sync-wave': String(order) }
}

/** Wave of a tenant's migration. Everything that the migration needs is in earlier waves. */
export const migrating = wave(2)

/**
 * Wave of the workloads that serve a tenant, and of the Jobs for their models, after the migration. An autoscaler is in
 * the wave of its Deployment: in an earlier wave it would never be healthy, and no later wave would start.
 */
export const serving = wave(3)

/**
 * Wave of an object that holds a deletion: the last wave of a sync is the first of a deletion, and Argo CD deletes one wave
 * after the other. Such an object has no finalizer, and nothing uses it. A volume would wait for pods, which Argo CD
 * deletes later.
 */
export const deletedFirst = wave(4)

/**
 * Annotation on an object whose CRD is installed by a package in the same sync. Without it, the sync would start with a
 * dry run of all objects and would fail there.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#skip-dry-run-for-new-custom-resources-types
 */
export const kindComesLater = {
  'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
} as const
