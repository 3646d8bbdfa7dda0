import { named, type ServiceGrants } from './provider-grant.ts'

/**
 * What providers call for the kinds that hold or reach data. Calls that delete are left out where the managed
 * resource keeps its data: the provider could not delete it even if it wanted to.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const tagRds = named('rds', 'AddTagsToResource', 'ListTagsForResource', 'RemoveTagsFromResource')

/**
 * RDS looks at the network with the caller's rights.
 * @see https://repost.aws/knowledge-center/rds-iam-least-privileges
 */
const rdsNetwork = [
  ...named('ec2', 'DescribeAccountAttributes', 'DescribeAvailabilityZones', 'DescribeInternetGateways'),
  ...named('ec2', 'DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcAttribute', 'DescribeVpcs'),
]

export const rds: ServiceGrants = {
  Instance: {
    actions: [
      ...named('rds', 'CreateDBInstance', 'CreateDBInstanceReadReplica'),
      ...named('rds', 'ModifyDBInstance', 'PromoteReadReplica', 'RebootDBInstance'),
      ...tagRds,
    ],
    resources: ['db:paddock-*', 'subgrp:paddock-*', 'pg:paddock-*', 'og:default:*'],
    // The provider finds an instance by the id that RDS gave it; RDS takes that for a question about all instances.
    // @see https://github.com/hashicorp/terraform-provider-aws/issues/35737
    unbound: [...named('rds', 'DescribeDBInstances'), ...rdsNetwork],
  },
  ParameterGroup: {
    actions: [
      ...named('rds', 'CreateDBParameterGroup', 'DescribeDBParameterGroups'),
      ...named('rds', 'DescribeDBParameters', 'ModifyDBParameterGroup', 'ResetDBParameterGroup'),
      ...tagRds,
    ],
    resources: ['pg:paddock-*'],
  },
  SubnetGroup: {
    actions: [
      ...named('rds', 'CreateDBSubnetGroup', 'DeleteDBSubnetGroup', 'DescribeDBSubnetGroups'),
      ...named('rds', 'ModifyDBSubnetGroup'),
      ...tagRds,
    ],
    resources: ['subgrp:paddock-*'],
    unbound: rdsNetwork,
  },
}

/** A file system has no ARN before it is there. */
const createFiles = named('elasticfilesystem', 'CreateFileSystem')
const tagEfs = named('elasticfilesystem', 'TagResource', 'UntagResource', 'ListTagsForResource')

export const efs: ServiceGrants = {
  FileSystem: {
    actions: [
      ...named('elasticfilesystem', 'DescribeFileSystems', 'UpdateFileSystem'),
      ...named('elasticfilesystem', 'DescribeLifecycleConfiguration', 'PutLifecycleConfiguration'),
      ...named('elasticfilesystem', 'UpdateFileSystemProtection'),
      ...tagEfs,
    ],
    resources: ['file-system/*'],
    unbound: createFiles,
  },
  MountTarget: {
    actions: [
      ...named('elasticfilesystem', 'CreateMountTarget', 'DeleteMountTarget', 'DescribeMountTargets'),
      ...named('elasticfilesystem', 'DescribeMountTargetSecurityGroups'),
      ...named('elasticfilesystem', 'ModifyMountTargetSecurityGroups'),
    ],
    resources: ['file-system/*'],
    unbound: named('ec2', 'DescribeSubnets', 'DescribeNetworkInterfaces', 'DescribeSecurityGroups'),
    // @see https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html
    elsewhere: [
      {
        sid: 'Interfaces',
        actions: [
          ...named('ec2', 'CreateNetworkInterface', 'DeleteNetworkInterface'),
          ...named('ec2', 'ModifyNetworkInterfaceAttribute'),
        ],
        resources: ['network-interface', 'security-group', 'subnet'].map(
          (kind) => `ec2:*:{account}:${kind}/*`,
        ),
      },
    ],
  },
  BackupPolicy: {
    actions: named('elasticfilesystem', 'DescribeBackupPolicy', 'PutBackupPolicy'),
    resources: ['file-system/*'],
  },
  FileSystemPolicy: {
    actions: named('elasticfilesystem', 'DescribeFileSystemPolicy', 'PutFileSystemPolicy'),
    resources: ['file-system/*'],
  },
  ReplicationConfiguration: {
    actions: [
      ...named('elasticfilesystem', 'CreateReplicationConfiguration'),
      ...named('elasticfilesystem', 'DescribeReplicationConfigurations'),
      ...tagEfs,
    ],
    resources: ['file-system/*'],
    unbound: createFiles,
  },
  AccessPoint: {
    actions: [...named('elasticfilesystem', 'CreateAccessPoint', 'DescribeAccessPoints'), ...tagEfs],
    resources: ['file-system/*', 'access-point/*'],
  },
}

/** ElastiCache looks at the network with the caller's rights; what it makes there, its linked role makes. */
const cacheNetwork = [
  ...named('ec2', 'DescribeNetworkInterfaces', 'DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'),
]

const tagCache = named('elasticache', 'AddTagsToResource', 'ListTagsForResource', 'RemoveTagsFromResource')

export const elasticache: ServiceGrants = {
  ReplicationGroup: {
    actions: [
      ...named('elasticache', 'CreateReplicationGroup', 'DescribeReplicationGroups'),
      ...named('elasticache', 'DescribeCacheClusters', 'ModifyReplicationGroup'),
      ...named('elasticache', 'IncreaseReplicaCount', 'DecreaseReplicaCount'),
      ...tagCache,
    ],
    resources: [
      'replicationgroup:paddock-*',
      'cluster:paddock-*',
      'subnetgroup:paddock-*',
      'parametergroup:paddock-*',
      'usergroup:paddock-*',
      'snapshot:paddock-*',
    ],
    unbound: cacheNetwork,
  },
  ParameterGroup: {
    actions: [
      ...named('elasticache', 'CreateCacheParameterGroup', 'DescribeCacheParameterGroups'),
      ...named('elasticache', 'DescribeCacheParameters'),
      ...named('elasticache', 'ModifyCacheParameterGroup', 'ResetCacheParameterGroup'),
      ...tagCache,
    ],
    resources: ['parametergroup:paddock-*'],
  },
  SubnetGroup: {
    actions: [
      ...named('elasticache', 'CreateCacheSubnetGroup', 'DescribeCacheSubnetGroups'),
      ...named('elasticache', 'ModifyCacheSubnetGroup'),
      ...tagCache,
    ],
    resources: ['subnetgroup:paddock-*'],
    unbound: cacheNetwork,
  },
  User: {
    actions: [
      ...named('elasticache', 'CreateUser', 'DeleteUser', 'DescribeUsers', 'ModifyUser'),
      ...tagCache,
    ],
    resources: ['user:*'],
  },
  UserGroup: {
    actions: [
      ...named('elasticache', 'CreateUserGroup', 'DescribeUserGroups', 'ModifyUserGroup'),
      ...tagCache,
    ],
    resources: ['usergroup:paddock-*', 'user:*'],
  },
}

export const secretsmanager: ServiceGrants = {
  Secret: {
    actions: [
      ...named('secretsmanager', 'CreateSecret', 'DescribeSecret', 'GetResourcePolicy', 'UpdateSecret'),
      ...named('secretsmanager', 'ReplicateSecretToRegions', 'RemoveRegionsFromReplication'),
      ...named('secretsmanager', 'TagResource', 'UntagResource'),
    ],
    resources: ['secret:tenant-*', 'secret:cell-*'],
  },
  SecretPolicy: {
    actions: named('secretsmanager', 'GetResourcePolicy', 'PutResourcePolicy'),
    resources: ['secret:tenant-*', 'secret:cell-*'],
  },
}
