import { hubApis } from '../apis/hub-apis.ts'
import { type Document, podIdentityTrust } from '../compose/iam.ts'
import { awsServices, managedKinds } from '../compose/managed-kinds.ts'
import { awsProvider, kubernetesProvider } from '../compose/providers.ts'
import { hubKubernetesRole } from '../hub-environment.ts'
import { hubRolePrefix } from '../iam/boundary.ts'
import { providerPolicy } from '../iam/provider-policy.ts'

/** Where the hub's providers run. */
export const providerNamespace = 'crossplane-system'

/** A role of one of the hub's own providers. */
export interface HubRole {
  readonly role: string
  readonly serviceAccount: string
  readonly trust: Document
  /** Absent: the role is known to the regions' clusters and may do nothing in AWS. */
  readonly policy?: Document
}

/** The account and the cluster for which the roles are made. */
export interface HubPlace {
  readonly accountId: string
  readonly region: string
  readonly cluster: string
}

/**
 * Everything that a person makes before Crossplane can: a role for each of the hub's providers, with what its composed
 * kinds need. All else of AWS is made by these.
 */
export function hubRoles({ accountId, region, cluster }: HubPlace): HubRole[] {
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
