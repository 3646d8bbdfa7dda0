import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec, type Patch, slot, tags, text } from '../../compose/patch.ts'
import { hubKubernetesRole } from '../../hub-environment.ts'
import { inRegion, ofCluster, roleArn } from './names.ts'

const eks = 'eks.aws.upbound.io/v1beta1'
/** @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const administrator = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy'

/** A role that may administer the cluster. */
function entry(name: string, role: string, more: readonly Patch[]): Composed[] {
  const principal = text(roleArn(role), field('principalArn'))
  return [
    {
      name: `access-${name}`,
      base: { apiVersion: eks, kind: 'AccessEntry', spec: { forProvider: { type: 'STANDARD' } } },
      patches: [tags, inRegion, ofCluster, principal, ...more],
    },
    {
      name: `access-${name}-administrator`,
      base: {
        apiVersion: eks,
        kind: 'AccessPolicyAssociation',
        spec: { forProvider: { accessScope: { type: 'cluster' }, policyArn: administrator } },
      },
      patches: [inRegion, ofCluster, principal],
    },
  ]
}

/**
 * Who enters the cluster. Nodes' role has an entry that EKS makes with their groups; nobody else has one, the role
 * that made the cluster included.
 *
 * The hub is an administrator because it brings up what nothing is there to bring up: the region's namespaces,
 * Argo CD and Crossplane, with the rights that they hand on.
 */
export const accessResources: readonly Composed[] = [
  ...entry('operators', slot('claim.operatorRole'), [fromSpec('operatorGroups', field('kubernetesGroups'))]),
  ...entry('hub', hubKubernetesRole, []),
]
