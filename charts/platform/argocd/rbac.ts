/**
 * AccountRbac in Argo CD of those who belong to no tenant: operators see everything, sync, end a stuck operation and confirm
 * deletions. Confirming is an update of the Application, which no tenant has. Nobody creates, deletes, overrides what
 * Git says, runs actions or opens a terminal: those have no line here, and nothing is allowed without one.
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

/** `policy.csv` of `argocd-rbac-cm`. Tenants' rights stand in their own projects. */
export function policyCsv(operatorGroups: readonly string[]): string {
  return [
    ...operatorRights.map(
      ([resource, action, object]) => `p, role:operator, ${resource}, ${action}, ${object}, allow`,
    ),
    // Built-in roles, which a group of the same name at the identity provider would have; one inherits from the other.
    'p, role:readonly, *, *, *, deny',
    ...operatorGroups.map((group) => `g, ${group}, role:operator`),
    '',
  ].join('\n')
}
