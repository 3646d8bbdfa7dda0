import { boundaryName } from '../iam/boundary.ts'
import type { HubIdentity, HubRole } from './hub-roles.ts'

/** The steps of hub.sh, in their order, for a person who decides whether to let it run. */
export function planText({ accountId, region, cluster }: HubIdentity, roles: readonly HubRole[]): string {
  const width = Math.max(...roles.map(({ role }) => role.length))
  const line = ({ role, serviceAccount, policy }: HubRole) =>
    `   ${role.padEnd(width)}  ${permissions(policy).padEnd(26)}  ${serviceAccount}`
  return [
    `Account ${accountId}, region ${region}, EKS cluster ${cluster}.`,
    `hub.sh changes existing roles and policies to match this plan, and nothing else.`,
    '',
    '1. One policy: the boundary of every role that Crossplane makes',
    `   ${boundaryName.padEnd(width)}  boundary.json`,
    '',
    `2. ${roles.length} roles, one after the other: made, given their permissions, bound to a service account of crossplane-system`,
    `   ${'role'.padEnd(width)}  ${'permissions'.padEnd(26)}  service account`,
    ...roles.map(line),
    '',
    'Documents: boundary.json; of each role <role>.trust.json, by which EKS Pod Identity of this cluster alone may take it,',
    'and <role>.policy.json, its permissions. --documents <folder> writes them there, indented; --apply sends these very ones.',
    '',
  ].join('\n')
}

/** `14 actions of elasticache, kms`. */
function permissions(policy: HubRole['policy']): string {
  if (!policy) return 'none in AWS'
  const actions = policy.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action)
  const services = [...new Set(actions.map((one) => one.split(':')[0]))].sort()
  const shown = services.length > 2 ? `${services.length} services` : services.join(', ')
  return `${actions.length} ${actions.length === 1 ? 'action' : 'actions'} of ${shown}`
}
