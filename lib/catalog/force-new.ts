import type { ForceNewFields } from './force-new-fields.ts'
import { forceNewParts } from './force-new-parts.ts'

/**
 * Fields that AWS can only change by replacing the resource: properties whose "Update requires" is "Replacement" in
 * CloudFormation's resource specification (`@aws-cdk/aws-service-spec` 0.1.216, read 2026-11-24), named as the provider
 * names them; of RDS and EFS also those that the Terraform resource below the provider marks as forcing a new one.
 * Properties that the specification replaces but the provider changes in place are left out: the replicas, port and
 * subnet group of a database or cache.
 *
 * Crossplane never replaces: the managed resource stays as it is and reports that it is not synced.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
 */
export const forceNewFields: readonly ForceNewFields[] = [
  {
    kind: 'rds.aws.upbound.io/Instance',
    fields: [
      'availabilityZone',
      'backupTarget',
      'characterSetName',
      'customIamInstanceProfile',
      'dbName',
      'engine',
      'identifier',
      'kmsKeyId',
      'ncharCharacterSetName',
      'region',
      'restoreToPointInTime',
      'snapshotIdentifier',
      'storageEncrypted',
      'timezone',
      'username',
    ],
  },
  { kind: 'rds.aws.upbound.io/SubnetGroup', fields: ['region'] },
  { kind: 'rds.aws.upbound.io/ParameterGroup', fields: ['description', 'family', 'region'] },
  {
    kind: 'efs.aws.upbound.io/FileSystem',
    fields: ['availabilityZoneName', 'creationToken', 'encrypted', 'kmsKeyId', 'performanceMode', 'region'],
  },
  {
    kind: 'efs.aws.upbound.io/AccessPoint',
    fields: ['fileSystemId', 'posixUser', 'region', 'rootDirectory'],
  },
  { kind: 'efs.aws.upbound.io/MountTarget', fields: ['fileSystemId', 'ipAddress', 'region', 'subnetId'] },
  {
    kind: 'elasticache.aws.upbound.io/ReplicationGroup',
    fields: [
      'atRestEncryptionEnabled',
      'dataTieringEnabled',
      'globalReplicationGroupId',
      'kmsKeyId',
      'networkType',
      'preferredCacheClusterAzs',
      'region',
      'snapshotArns',
      'snapshotName',
      'subnetGroupName',
    ],
  },
  { kind: 'elasticache.aws.upbound.io/SubnetGroup', fields: ['region'] },
  { kind: 'elasticache.aws.upbound.io/ParameterGroup', fields: ['family', 'name', 'region'] },
  { kind: 'elasticache.aws.upbound.io/User', fields: ['region', 'userName'] },
  { kind: 'elasticache.aws.upbound.io/UserGroup', fields: ['region'] },
  { kind: 'secretsmanager.aws.upbound.io/Secret', fields: ['name', 'region'] },
  { kind: 's3.aws.upbound.io/Bucket', fields: ['objectLockEnabled', 'region'] },
  {
    kind: 'eks.aws.upbound.io/Cluster',
    fields: [
      'bootstrapSelfManagedAddons',
      'encryptionConfig',
      'kubernetesNetworkConfig',
      'outpostConfig',
      'region',
      'roleArn',
    ],
  },
  {
    kind: 'eks.aws.upbound.io/NodeGroup',
    fields: [
      'amiType',
      'capacityType',
      'clusterName',
      'diskSize',
      'instanceTypes',
      'nodeRoleArn',
      'region',
      'remoteAccess',
      'subnetIds',
    ],
  },
  { kind: 'eks.aws.upbound.io/Addon', fields: ['addonName', 'clusterName', 'region'] },
  {
    kind: 'eks.aws.upbound.io/PodIdentityAssociation',
    fields: ['clusterName', 'namespace', 'region', 'serviceAccount'],
  },
  { kind: 'ec2.aws.upbound.io/VPC', fields: ['cidrBlock', 'ipv4IpamPoolId', 'ipv4NetmaskLength', 'region'] },
  {
    kind: 'ec2.aws.upbound.io/Subnet',
    fields: [
      'availabilityZone',
      'availabilityZoneId',
      'cidrBlock',
      'ipv6Native',
      'outpostArn',
      'region',
      'vpcId',
    ],
  },
  { kind: 'ec2.aws.upbound.io/SecurityGroup', fields: ['description', 'name', 'region', 'vpcId'] },
  {
    kind: 'ec2.aws.upbound.io/NATGateway',
    fields: ['allocationId', 'connectivityType', 'privateIp', 'region', 'subnetId'],
  },
  {
    kind: 'ec2.aws.upbound.io/VPCEndpoint',
    fields: ['region', 'serviceName', 'serviceRegion', 'vpcEndpointType', 'vpcId'],
  },
  { kind: 'iam.aws.upbound.io/Role', fields: ['path'] },
  { kind: 'route53.aws.upbound.io/Zone', fields: ['name'] },
  { kind: 'route53.aws.upbound.io/Record', fields: ['name', 'zoneId'] },
  { kind: 'elbv2.aws.upbound.io/LB', fields: ['internal', 'loadBalancerType', 'name', 'region'] },
  {
    kind: 'elbv2.aws.upbound.io/LBTargetGroup',
    fields: ['ipAddressType', 'name', 'port', 'protocol', 'protocolVersion', 'region', 'targetType', 'vpcId'],
  },
  { kind: 'backup.aws.upbound.io/Vault', fields: ['kmsKeyArn', 'region'] },
  { kind: 'sqs.aws.upbound.io/Queue', fields: ['fifoQueue', 'name', 'region'] },
  { kind: 'sns.aws.upbound.io/Topic', fields: ['fifoTopic', 'region'] },
  {
    kind: 'acm.aws.upbound.io/Certificate',
    fields: [
      'certificateAuthorityArn',
      'domainName',
      'keyAlgorithm',
      'region',
      'subjectAlternativeNames',
      'validationMethod',
    ],
  },
  { kind: 'cloudtrail.aws.upbound.io/Trail', fields: ['region'] },
  { kind: 'cloudwatch.aws.upbound.io/MetricAlarm', fields: ['region'] },
  { kind: 'cloudwatchevents.aws.upbound.io/Rule', fields: ['eventBusName', 'region'] },
  { kind: 'cloudwatchlogs.aws.upbound.io/Group', fields: ['region'] },
  {
    kind: 'ec2.aws.upbound.io/EIP',
    fields: ['address', 'domain', 'ipamPoolId', 'networkBorderGroup', 'region'],
  },
  {
    kind: 'ec2.aws.upbound.io/FlowLog',
    fields: [
      'deliverCrossAccountRole',
      'destinationOptions',
      'eniId',
      'iamRoleArn',
      'logDestination',
      'logDestinationType',
      'logFormat',
      'maxAggregationInterval',
      'region',
      'subnetId',
      'trafficType',
      'vpcId',
    ],
  },
  { kind: 'ec2.aws.upbound.io/LaunchTemplate', fields: ['name', 'region'] },
  // `destination` names the kind of destination; the specification has one property for each kind. Not looked up.
  {
    kind: 'firehose.aws.upbound.io/DeliveryStream',
    fields: ['destination', 'kinesisSourceConfiguration', 'mskSourceConfiguration', 'name', 'region'],
  },
  { kind: 'guardduty.aws.upbound.io/Detector', fields: ['region'] },
  { kind: 'iam.aws.upbound.io/OpenIDConnectProvider', fields: ['url'] },
  // General knowledge: the specification marks none of these as replacing a key.
  { kind: 'kms.aws.upbound.io/Key', fields: ['customerMasterKeySpec', 'keyUsage', 'multiRegion', 'region'] },
  { kind: 'kms.aws.upbound.io/Alias', fields: ['region'] },
  { kind: 'kms.aws.upbound.io/ReplicaKey', fields: ['primaryKeyArn', 'region'] },
  // An interval cannot be changed later; that of the other two is general knowledge.
  { kind: 'route53.aws.upbound.io/HealthCheck', fields: ['measureLatency', 'requestInterval', 'type'] },
  { kind: 'backup.aws.upbound.io/Plan', fields: ['region'] },
  { kind: 'wafv2.aws.upbound.io/WebACL', fields: ['name', 'region', 'scope'] },
  ...forceNewParts,
]

/** Kinds in use of which AWS changes everything in place: they have no region, and no field that is fixed. */
export const nothingForcesNew: readonly string[] = ['budgets.aws.upbound.io/Budget']
