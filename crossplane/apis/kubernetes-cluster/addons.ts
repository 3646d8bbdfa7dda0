import type { Composed } from '../../compose/composition.ts'
import { externalName, field, type Patch, slot, tags, text } from '../../compose/patch.ts'
import type { RoleSpec } from '../../compose/role.ts'
import { inRegion, ofCluster, roleArn } from './names.ts'

/** An EKS add-on. Its version is the one that AWS has as default for the cluster's: no citable list says another. */
interface AddonSpec {
  readonly addon: string
  /** As the add-on's own schema has it. */
  readonly configuration?: object
  /** Service account under which it calls AWS, and the name of its role in the composition. */
  readonly identity?: { readonly serviceAccount: string; readonly role: string }
}

const addons: readonly AddonSpec[] = [
  {
    addon: 'vpc-cni',
    // Network policies are enforced by it. Pods of the ingress controller have a security group of their own; in
    // the standard mode NetworkPolicies hold for them too.
    // @see https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
    // @see https://docs.aws.amazon.com/eks/latest/userguide/security-groups-pods-deployment.html
    configuration: {
      enableNetworkPolicy: 'true',
      env: { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: 'standard' },
    },
    identity: { serviceAccount: 'aws-node', role: 'vpc-cni' },
  },
  { addon: 'eks-pod-identity-agent' },
  { addon: 'kube-proxy' },
  { addon: 'coredns' },
  { addon: 'metrics-server' },
  { addon: 'aws-ebs-csi-driver', identity: { serviceAccount: 'ebs-csi-controller-sa', role: 'ebs-csi' } },
  { addon: 'aws-efs-csi-driver', identity: { serviceAccount: 'efs-csi-controller-sa', role: 'efs-csi' } },
]

/** Add-ons as objects; what somebody has changed in one by hand is kept until the object says otherwise. */
export function addonResources(roles: readonly RoleSpec[]): Composed[] {
  return addons.map(({ addon, configuration, identity }): Composed => {
    const role = roles.find(({ name }) => name === identity?.role)
    return {
      name: `addon-${addon}`,
      base: {
        apiVersion: 'eks.aws.upbound.io/v1beta1',
        kind: 'Addon',
        spec: {
          // Late initialisation would hold the first version for ever, and take back whoever moves the add-on on.
          managementPolicies: ['Observe', 'Create', 'Update', 'Delete'],
          forProvider: {
            addonName: addon,
            preserve: true,
            resolveConflictsOnCreate: 'OVERWRITE',
            resolveConflictsOnUpdate: 'PRESERVE',
            ...(configuration ? { configurationValues: JSON.stringify(configuration) } : {}),
            ...(identity ? { podIdentityAssociation: [{ serviceAccount: identity.serviceAccount }] } : {}),
          },
        },
      },
      patches: [
        tags,
        inRegion,
        ofCluster,
        // Without late initialisation the provider writes down no name that it was not given.
        text(`${slot('claim.clusterName')}:${addon}`, externalName),
        ...(role ? [identityPatch(role)] : []),
      ],
    }
  })
}

function identityPatch({ roleName }: RoleSpec): Patch {
  return text(roleArn(roleName), field('podIdentityAssociation[0].roleArn'))
}
