import type { Composed } from '../../compose/composition.ts'
import { externalName, field, type Patch, slot, tags, text } from '../../compose/patch.ts'
import type { RoleSpec } from '../../compose/role.ts'
import { inRegion, ofCluster, roleArn } from './names.ts'

/**
 * An EKS add-on. AWS chooses the default version for the cluster's version, because no citable list names another one.
 */
interface AddonSpec {
  readonly addon: string
  /** Settings in the form of the add-on's own schema. */
  readonly configuration?: object
  /** Service account under which it calls AWS, and the name of its role in the composition. */
  readonly identity?: { readonly serviceAccount: string; readonly role: string }
}

const addons: readonly AddonSpec[] = [
  {
    addon: 'vpc-cni',
    // This add-on enforces network policies. Pods of the ingress controller have a security group of their own. In the
    // standard mode, NetworkPolicies apply to them too.
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

/** Draws add-ons as objects. EKS keeps manual changes of an add-on until the object sets the field. */
export function addonResources(roles: readonly RoleSpec[]): Composed[] {
  return addons.map(({ addon, configuration, identity }): Composed => {
    const role = roles.find(({ name }) => name === identity?.role)
    return {
      name: `addon-${addon}`,
      base: {
        apiVersion: 'eks.aws.upbound.io/v1beta1',
        kind: 'Addon',
        spec: {
          // Late initialisation would pin the first version forever, and would revert any manual upgrade of the add-on.
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
        // Without late initialisation, the provider does not record a name that the composition does not give.
        text(`${slot('claim.clusterName')}:${addon}`, externalName),
        ...(role ? [identityPatch(role)] : []),
      ],
    }
  })
}

function identityPatch({ roleName }: RoleSpec): Patch {
  return text(roleArn(roleName), field('podIdentityAssociation[0].roleArn'))
}
