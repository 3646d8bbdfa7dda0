import { type Composed, type CompositionPlan, regionEnvironment } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import {
  dataSubnets,
  field,
  fromRegion,
  fromSpec,
  fromStatus,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'
import { databaseAlarms, replicaAlarm } from './alarms.ts'
import { parameters } from './parameters.ts'

const rds = 'rds.aws.upbound.io'
/** Where the generated password lies: the administrators' namespace. */
const masterSecretNamespace = 'paddock-data'

const asText = { type: 'string', string: { type: 'Format', fmt: '%d' } }
const externalName = 'metadata.annotations[crossplane.io/external-name]'
const named = text(`paddock-${slot('claim.name')}`, externalName)

const parameterGroup: Composed = {
  name: 'parameters',
  base: {
    apiVersion: `${rds}/v1beta1`,
    kind: 'ParameterGroup',
    spec: { forProvider: { description: 'Paddock', family: 'postgres17', parameter: parameters } },
  },
  patches: [
    named,
    tags,
    fromSpec('region', field('region')),
    { ...fromSpec('maxConnections', field('parameter[0].value')), transforms: [asText] },
  ],
}

const subnetGroup: Composed = {
  name: 'subnets',
  base: {
    apiVersion: `${rds}/v1beta1`,
    kind: 'SubnetGroup',
    spec: { forProvider: { description: 'Paddock' } },
  },
  patches: [named, tags, fromSpec('region', field('region')), ...dataSubnets],
}

/** Everything that the instance and its replica share. */
const common = {
  applyImmediately: false,
  autoMinorVersionUpgrade: false,
  // @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
  caCertIdentifier: 'rds-ca-rsa2048-g1',
  copyTagsToSnapshot: true,
  deletionProtection: true,
  enabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
  monitoringInterval: 60,
  performanceInsightsEnabled: true,
  performanceInsightsRetentionPeriod: 7,
  publiclyAccessible: false,
  skipFinalSnapshot: false,
  storageEncrypted: true,
  storageType: 'gp3',
}

const instance: Composed = {
  name: 'instance',
  base: {
    apiVersion: `${rds}/v1beta3`,
    kind: 'Instance',
    spec: {
      managementPolicies: keepData,
      forProvider: {
        ...common,
        // A password that RDS manages itself would exclude replicas in other regions.
        autoGeneratePassword: true,
        backupWindow: '05:00-06:00',
        dbName: 'paddock',
        engine: 'postgres',
        engineVersion: '17',
        maintenanceWindow: 'sun:06:30-sun:07:30',
        multiAz: true,
        passwordSecretRef: { key: 'password', namespace: masterSecretNamespace },
        port: 5432,
        username: 'paddock_admin',
      },
      writeConnectionSecretToRef: { namespace: 'crossplane-system' },
    },
  },
  patches: [
    tags,
    fromSpec('region', field('region')),
    text(`paddock-${slot('claim.name')}`, field('identifier')),
    text(`paddock-${slot('claim.name')}-final`, field('finalSnapshotIdentifier')),
    text(`paddock-${slot('claim.name')}`, field('dbSubnetGroupName')),
    text(`paddock-${slot('claim.name')}`, field('parameterGroupName')),
    text(`${slot('claim.name')}-master`, field('passwordSecretRef.name')),
    text(`${slot('claim.name')}-instance`, 'spec.writeConnectionSecretToRef.name'),
    fromSpec('instanceClass', field('instanceClass')),
    fromSpec('storageGiB', field('allocatedStorage')),
    fromSpec('maxStorageGiB', field('maxAllocatedStorage')),
    fromSpec('backupDays', field('backupRetentionPeriod')),
    fromRegion('keys.data', field('kmsKeyId')),
    fromRegion('keys.data', field('performanceInsightsKmsKeyId')),
    fromRegion('roles.databaseMonitoring', field('monitoringRoleArn')),
    fromRegion('network.securityGroups.database', field('vpcSecurityGroupIds[0]')),
    toStatus('status.atProvider.arn', 'arn'),
    toStatus('status.atProvider.address', 'address'),
  ],
  connection: [
    { name: 'host', secretKey: 'host' },
    { name: 'password', secretKey: 'password' },
    { name: 'username', secretKey: 'username' },
  ],
}

const replica: Composed = {
  name: 'replica',
  base: {
    apiVersion: `${rds}/v1beta3`,
    kind: 'Instance',
    spec: { managementPolicies: keepData, forProvider: { ...common, multiAz: false } },
  },
  patches: [
    tags,
    fromRegion('peer.region', field('region')),
    text(`paddock-${slot('claim.name')}-replica`, field('identifier')),
    text(`paddock-${slot('claim.name')}-replica-final`, field('finalSnapshotIdentifier')),
    // Across regions the source is named by its ARN, which comes with the first instance.
    fromStatus('arn', field('replicateSourceDb')),
    fromSpec('instanceClass', field('instanceClass')),
    fromSpec('backupDays', field('backupRetentionPeriod')),
    fromRegion('peer.dataKey', field('kmsKeyId')),
    fromRegion('peer.dataKey', field('performanceInsightsKmsKeyId')),
    fromRegion('peer.databaseSubnetGroup', field('dbSubnetGroupName')),
    fromRegion('peer.databaseSecurityGroup', field('vpcSecurityGroupIds[0]')),
    fromRegion('roles.databaseMonitoring', field('monitoringRoleArn')),
  ],
}

/** Parameter group, subnet group, the instance with its alarms. */
export const databaseResources: readonly Composed[] = [
  parameterGroup,
  subnetGroup,
  instance,
  ...databaseAlarms(),
]

/** Alone, or with a read replica in the other region. */
export const postgresDatabasePlans: readonly CompositionPlan[] = [
  { environments: regionEnvironment, resources: databaseResources },
  {
    variant: 'replicated',
    environments: regionEnvironment,
    resources: [...databaseResources, replica, replicaAlarm],
  },
]
