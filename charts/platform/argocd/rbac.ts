/**
 * Permissions in Argo CD for people who belong to no tenant. Operators see everything, sync, terminate a stuck
 * operation and confirm deletions. A confirmation is an update of the Application, and tenants have no such permission.
 * Nobody creates or deletes Applications, overrides Git, runs actions or opens a terminal. The policy has no line for
 * these, and it denies everything that it does not list.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/
 */
const operatorRights = [
  ['applications', 'get', '*/*'],
  ['applications', 'sync', '*/*'],
  ['applications', 'update', '*/*'],
  ['clusters', 'get', '*'],
  ['logs', 'get', '*/*'],
  ['projects', 'get', '*'],
  ['repositories', 'get', '*'],
] as const

/** `policy.csv` of `argocd-rbac-cm`. Permissions of tenants are in their own projects. */
export function policyCsv(operatorGroups: readonly string[]): string {
  return [
    ...operatorRights.map(
      ([resource, action, object]) => `p, role:operator, ${resource}, ${action}, ${object}, allow`,
    ),
    // Denies built-in roles, which a group of the same name at the identity provider would get. One of them inherits
    // from the other.
    'p, role:readonly, *, *, *, deny',
    ...operatorGroups.map((group) => `g, ${group}, role:operator`),
    '',
  ].join('\n')
}
