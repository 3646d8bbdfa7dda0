import { named, type ServiceGrants } from './provider-grant.ts'

/**
 * AWS calls of providers for kinds that hold data or give access to it. Calls that delete are omitted where the managed
 * resource keeps its data, so the provider could not delete it at all.
 *
 * @see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const tagRds = named('rds', 'AddTagsToResource', 'ListTagsForResource', 'RemoveTagsFromResource')

/**
 * RDS reads the network with the caller's permissions.
 *
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
    // The provider finds an instance by the id that RDS gave it. RDS treats this as a request for all instances.
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

/** A file system has no ARN before it exists. */
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

/** ElastiCache reads the network with the caller's permissions. Its service-linked role creates resources there. */
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
