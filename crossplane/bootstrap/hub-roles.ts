import { hubApis } from '../apis/hub-apis.ts'
import { type Document, podIdentityTrust } from '../compose/iam.ts'
import { awsServices, managedKinds } from '../compose/managed-kinds.ts'
import { awsProvider, kubernetesProvider } from '../compose/providers.ts'
import { hubKubernetesRole } from '../hub-environment.ts'
import { hubRolePrefix } from '../iam/boundary.ts'
import { providerPolicy } from '../iam/provider-policy.ts'

/** Namespace of the hub's providers. */
export const providerNamespace = 'crossplane-system'

/** A role of one of the hub's own providers. */
export interface HubRole {
  readonly role: string
  readonly serviceAccount: string
  readonly trust: Document
  /** Absent: the role can enter the regions' clusters and has no AWS permissions. */
  readonly policy?: Document
}

/** The account and the cluster for which the roles are made. */
export interface HubIdentity {
  readonly accountId: string
  readonly region: string
  readonly cluster: string
}

/**
 * Everything that a person must create before Crossplane can work: a role for each provider of the hub, with the
 * permissions that its composed kinds need. These providers create all other AWS resources.
 */
export function hubRoles({ accountId, region, cluster }: HubIdentity): HubRole[] {
  const trust = podIdentityTrust(accountId, `arn:aws:eks:${region}:${accountId}:cluster/${cluster}`)
  const kinds = managedKinds(hubApis)
  return [
    ...awsServices(kinds).map((service) => {
      const own = kinds.filter(({ group }) => group === `${service}.aws.upbound.io`).map(({ kind }) => kind)
      const { name } = awsProvider(service)
      return {
        role: `${hubRolePrefix}${name}`,
        serviceAccount: name,
        trust,
        policy: providerPolicy(service, own, accountId),
      }
    }),
    { role: hubKubernetesRole, serviceAccount: kubernetesProvider.name, trust },
  ]
}
