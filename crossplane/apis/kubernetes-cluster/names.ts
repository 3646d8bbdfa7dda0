import { field, fromSpec, slot } from '../../compose/patch.ts'

/** Sets the claim's region. Every resource except those of IAM needs it. */
export const inRegion = fromSpec('region', field('region'))
/** Name of the EKS cluster, as a resource of it names it. */
export const ofCluster = fromSpec('clusterName', field('clusterName'))

const region = slot('claim.region')
const accountId = slot('keys.accountId')
const clusterName = slot('claim.clusterName')

/** Values that the policies of this cluster name. */
export const cluster = {
  accountId,
  region,
  clusterName,
  clusterArn: `arn:aws:eks:${region}:${accountId}:cluster/${clusterName}`,
}

/** Name of a role of this region. All regions share IAM's names. */
export function regionRole(component: string): string {
  return `paddock-${region}-${component}`
}

/** ARN of a role of this account. */
export function roleArn(roleName: string): string {
  return `arn:aws:iam::${accountId}:role/${roleName}`
}
