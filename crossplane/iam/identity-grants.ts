import { named, type ServiceGrants } from './provider-grant.ts'

const tagRole = named('iam', 'ListRoleTags', 'TagRole', 'UntagRole')

/**
 * AWS calls of providers for identities and encryption. Names identify roles: a provider can create roles only with
 * Paddock's own prefix, and can pass only these to a service.
 */
export const iam: ServiceGrants = {
  Role: {
    actions: [
      ...named('iam', 'CreateRole', 'DeleteRole', 'GetRole', 'UpdateAssumeRolePolicy', 'UpdateRole'),
      ...named('iam', 'ListAttachedRolePolicies', 'ListInstanceProfilesForRole', 'ListRolePolicies'),
      ...named('iam', 'PutRolePermissionsBoundary', 'UpdateRoleDescription'),
      ...tagRole,
    ],
    resources: ['role/paddock-*'],
  },
  RolePolicy: {
    actions: named('iam', 'DeleteRolePolicy', 'GetRolePolicy', 'PutRolePolicy'),
    resources: ['role/paddock-*'],
  },
  RolePolicyAttachment: {
    actions: named('iam', 'AttachRolePolicy', 'DetachRolePolicy', 'ListAttachedRolePolicies'),
    resources: ['role/paddock-*'],
  },
  OpenIDConnectProvider: {
    actions: [
      ...named('iam', 'CreateOpenIDConnectProvider', 'DeleteOpenIDConnectProvider'),
      ...named('iam', 'GetOpenIDConnectProvider', 'UpdateOpenIDConnectProviderThumbprint'),
      ...named('iam', 'AddClientIDToOpenIDConnectProvider', 'RemoveClientIDFromOpenIDConnectProvider'),
      ...named('iam', 'TagOpenIDConnectProvider', 'UntagOpenIDConnectProvider'),
    ],
    resources: ['oidc-provider/oidc.eks.*'],
  },
}

const tagKey = named('kms', 'ListResourceTags', 'TagResource', 'UntagResource')

export const kms: ServiceGrants = {
  Key: {
    actions: [
      ...named('kms', 'DescribeKey', 'EnableKeyRotation', 'GetKeyPolicy', 'GetKeyRotationStatus'),
      ...named('kms', 'PutKeyPolicy', 'UpdateKeyDescription', 'ReplicateKey'),
      ...tagKey,
    ],
    resources: ['key/*'],
    unbound: named('kms', 'CreateKey'),
  },
  ReplicaKey: {
    actions: [
      ...named('kms', 'DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus'),
      ...named('kms', 'PutKeyPolicy', 'UpdateKeyDescription', 'ReplicateKey'),
      ...tagKey,
    ],
    resources: ['key/*'],
    unbound: named('kms', 'CreateKey'),
  },
  Alias: {
    actions: named('kms', 'CreateAlias', 'DeleteAlias', 'UpdateAlias'),
    resources: ['alias/paddock-*', 'key/*'],
    unbound: named('kms', 'ListAliases'),
  },
}

/** Resources of an instance, for EC2. */
const ofInstances = [
  'instance',
  'launch-template',
  'network-interface',
  'security-group',
  'subnet',
  'volume',
] as const

const tagEks = named('eks', 'ListTagsForResource', 'TagResource', 'UntagResource')

export const eks: ServiceGrants = {
  Cluster: {
    actions: [
      ...named('eks', 'AssociateEncryptionConfig', 'CreateCluster', 'DescribeCluster'),
      ...named('eks', 'DescribeUpdate', 'UpdateClusterConfig', 'UpdateClusterVersion'),
      ...tagEks,
    ],
    resources: ['cluster/paddock-*'],
    // EKS creates the grant on the key for secrets in the caller's name.
    elsewhere: [
      {
        sid: 'EncryptSecrets',
        actions: named('kms', 'CreateGrant', 'DescribeKey'),
        resources: ['kms:*:{account}:key/*'],
        condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/paddock-cluster' } },
      },
    ],
  },
  NodeGroup: {
    actions: [
      ...named('eks', 'CreateNodegroup', 'DeleteNodegroup', 'DescribeNodegroup', 'DescribeUpdate'),
      ...named('eks', 'UpdateNodegroupConfig', 'UpdateNodegroupVersion'),
      ...tagEks,
    ],
    resources: ['cluster/paddock-*', 'nodegroup/paddock-*/*/*'],
    // EKS asks EC2 whether the caller could start such an instance. The launch template decides about the instance.
    elsewhere: [
      {
        sid: 'StartByTemplate',
        actions: named('ec2', 'RunInstances'),
        resources: [...ofInstances.map((kind) => `ec2:*:{account}:${kind}/*`), 'ec2:*::image/*'],
        condition: { ArnLike: { 'ec2:LaunchTemplate': 'arn:aws:ec2:*:*:launch-template/*' } },
      },
      {
        sid: 'TagWhatStarts',
        actions: named('ec2', 'CreateTags'),
        resources: ofInstances.map((kind) => `ec2:*:{account}:${kind}/*`),
        condition: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
      },
    ],
  },
  Addon: {
    actions: [
      ...named('eks', 'CreateAddon', 'DeleteAddon', 'DescribeAddon', 'DescribeUpdate', 'UpdateAddon'),
      ...tagEks,
    ],
    resources: ['cluster/paddock-*', 'addon/paddock-*/*/*'],
    unbound: named('eks', 'DescribeAddonVersions'),
  },
  AccessEntry: {
    actions: [
      ...named('eks', 'CreateAccessEntry', 'DeleteAccessEntry', 'DescribeAccessEntry'),
      ...named('eks', 'UpdateAccessEntry'),
      ...tagEks,
    ],
    resources: ['cluster/paddock-*', 'access-entry/paddock-*/*/*/*/*'],
  },
  AccessPolicyAssociation: {
    actions: named(
      'eks',
      'AssociateAccessPolicy',
      'DisassociateAccessPolicy',
      'ListAssociatedAccessPolicies',
    ),
    resources: ['access-entry/paddock-*/*/*/*/*'],
  },
  PodIdentityAssociation: {
    actions: [
      ...named('eks', 'CreatePodIdentityAssociation', 'DeletePodIdentityAssociation'),
      ...named('eks', 'DescribePodIdentityAssociation', 'UpdatePodIdentityAssociation'),
      ...tagEks,
    ],
    resources: ['cluster/paddock-*', 'podidentityassociation/paddock-*/*'],
  },
}
