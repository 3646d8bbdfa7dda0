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
 * Identities with access to the cluster. EKS creates an entry for the role of the nodes with their groups. Nobody else
 * has one, not even the role that created the cluster. The hub is an administrator because it installs everything that
 * nothing inside the cluster can install: the region's namespaces, Argo CD and Crossplane, with the permissions that
 * these grant.
 */
export const accessResources: readonly Composed[] = [
  ...entry('operators', slot('claim.operatorRole'), [fromSpec('operatorGroups', field('kubernetesGroups'))]),
  ...entry('hub', hubKubernetesRole, []),
]
