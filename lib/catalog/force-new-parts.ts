import type { ForceNewFields } from './force-new-fields.ts'

/** Settings of a bucket, each a resource of its own in the provider: they belong to the bucket that they name. */
const ofBucket = [
  'BucketLifecycleConfiguration',
  'BucketLogging',
  'BucketObjectLockConfiguration',
  'BucketOwnershipControls',
  'BucketPolicy',
  'BucketPublicAccessBlock',
  'BucketReplicationConfiguration',
  'BucketServerSideEncryptionConfiguration',
  'BucketVersioning',
].map((kind) => ({ kind: `s3.aws.upbound.io/${kind}`, fields: ['bucket', 'region'] }))

/**
 * Resources that connect or adjust other resources, and cannot pass from one of them to another. AWS has no call that
 * changes an association, so all its fields are fixed.
 *
 * Sources are those of force-new.ts. The specification lacks some of these resources. Two were read in the Terraform
 * resource below the provider: the lock of a vault and the association of an access policy. The others of that kind
 * (targets of rules, tags of groups, settings of buckets and file systems, associations of endpoints, quotas,
 * validations) follow from what the resource is, and were not looked up.
 */
export const forceNewParts: readonly ForceNewFields[] = [
  ...ofBucket,
  { kind: 'acm.aws.upbound.io/CertificateValidation', fields: ['certificateArn', 'region'] },
  { kind: 'autoscaling.aws.upbound.io/GroupTag', fields: ['autoscalingGroupName', 'region'] },
  {
    kind: 'backup.aws.upbound.io/Selection',
    fields: [
      'condition',
      'iamRoleArn',
      'name',
      'notResources',
      'planId',
      'region',
      'resources',
      'selectionTag',
    ],
  },
  {
    kind: 'backup.aws.upbound.io/VaultLockConfiguration',
    fields: ['backupVaultName', 'changeableForDays', 'maxRetentionDays', 'minRetentionDays', 'region'],
  },
  { kind: 'backup.aws.upbound.io/VaultPolicy', fields: ['backupVaultName', 'region'] },
  { kind: 'cloudwatchevents.aws.upbound.io/Target', fields: ['eventBusName', 'region', 'rule', 'targetId'] },
  {
    kind: 'cloudwatchlogs.aws.upbound.io/SubscriptionFilter',
    fields: ['logGroupName', 'name', 'region'],
  },
  { kind: 'ec2.aws.upbound.io/DefaultSecurityGroup', fields: ['region', 'vpcId'] },
  { kind: 'ec2.aws.upbound.io/EBSEncryptionByDefault', fields: ['region'] },
  { kind: 'ec2.aws.upbound.io/InternetGateway', fields: ['region'] },
  {
    kind: 'ec2.aws.upbound.io/Route',
    fields: [
      'destinationCidrBlock',
      'destinationIpv6CidrBlock',
      'destinationPrefixListId',
      'region',
      'routeTableId',
    ],
  },
  { kind: 'ec2.aws.upbound.io/RouteTable', fields: ['region', 'vpcId'] },
  // It takes another table in place.
  { kind: 'ec2.aws.upbound.io/RouteTableAssociation', fields: ['gatewayId', 'region', 'subnetId'] },
  // AWS changes the fields that they accept in place.
  { kind: 'ec2.aws.upbound.io/SecurityGroupEgressRule', fields: ['region', 'securityGroupId'] },
  { kind: 'ec2.aws.upbound.io/SecurityGroupIngressRule', fields: ['region', 'securityGroupId'] },
  {
    kind: 'ec2.aws.upbound.io/VPCEndpointRouteTableAssociation',
    fields: ['region', 'routeTableId', 'vpcEndpointId'],
  },
  {
    kind: 'ec2.aws.upbound.io/VPCEndpointSecurityGroupAssociation',
    fields: ['region', 'replaceDefaultAssociation', 'securityGroupId', 'vpcEndpointId'],
  },
  {
    kind: 'ec2.aws.upbound.io/VPCEndpointSubnetAssociation',
    fields: ['region', 'subnetId', 'vpcEndpointId'],
  },
  { kind: 'efs.aws.upbound.io/BackupPolicy', fields: ['fileSystemId', 'region'] },
  { kind: 'efs.aws.upbound.io/FileSystemPolicy', fields: ['fileSystemId', 'region'] },
  {
    kind: 'efs.aws.upbound.io/ReplicationConfiguration',
    fields: ['destination', 'region', 'sourceFileSystemId'],
  },
  { kind: 'eks.aws.upbound.io/AccessEntry', fields: ['clusterName', 'principalArn', 'region', 'type'] },
  {
    kind: 'eks.aws.upbound.io/AccessPolicyAssociation',
    fields: ['accessScope', 'clusterName', 'policyArn', 'principalArn', 'region'],
  },
  { kind: 'elbv2.aws.upbound.io/LBListener', fields: ['loadBalancerArn', 'region'] },
  { kind: 'elbv2.aws.upbound.io/LBListenerCertificate', fields: ['certificateArn', 'listenerArn', 'region'] },

  { kind: 'iam.aws.upbound.io/RolePolicy', fields: ['role'] },
  { kind: 'iam.aws.upbound.io/RolePolicyAttachment', fields: ['policyArn', 'role'] },
  { kind: 'secretsmanager.aws.upbound.io/SecretPolicy', fields: ['region', 'secretArn'] },
  { kind: 'servicequotas.aws.upbound.io/ServiceQuota', fields: ['quotaCode', 'region', 'serviceCode'] },
  { kind: 'sns.aws.upbound.io/TopicPolicy', fields: ['arn', 'region'] },
  { kind: 'sns.aws.upbound.io/TopicSubscription', fields: ['endpoint', 'protocol', 'region', 'topicArn'] },
  { kind: 'sqs.aws.upbound.io/QueuePolicy', fields: ['queueUrl', 'region'] },
  { kind: 'wafv2.aws.upbound.io/WebACLAssociation', fields: ['region', 'resourceArn', 'webAclArn'] },
]
