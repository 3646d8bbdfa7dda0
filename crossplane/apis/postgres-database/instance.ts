import { script } from '../../../lib/kube/script.ts'
import { databaseAdmin, databaseName, databasePort } from '../../../lib/resolve/database.ts'
import { databaseAdminSecret, platform } from '../../../lib/resolve/names.ts'
import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import {
  dataSubnets,
  externalName,
  field,
  fromOptional,
  fromRegion,
  fromSpec,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'

/** How RDS knows the instance. */
export const instanceIdentifier = `paddock-${slot('claim.name')}`
/** How RDS knows its replica, which keeps the name when it is promoted. */
export const replicaIdentifier = `${instanceIdentifier}-replica`

/** Roots that sign RDS's certificates under {@link instanceSettings}, of both regions: public data. */
export const databaseCa = script(import.meta.url, 'rds-ca.pem').text

/** Everything that the instance and its replica share. */
export const instanceSettings = {
  applyImmediately: false,
  // Minor versions bring PostgreSQL's security fixes; they come in the maintenance window.
  autoMinorVersionUpgrade: true,
  // @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
  caCertIdentifier: 'rds-ca-rsa2048-g1',
  copyTagsToSnapshot: true,
  // Point-in-time recovery outlives an instance that somebody deleted after all.
  deleteAutomatedBackups: false,
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

/** Where the instance stands: the data subnets of all zones. */
export const subnetGroup: Composed = {
  name: 'subnets',
  base: {
    apiVersion: 'rds.aws.upbound.io/v1beta1',
    kind: 'SubnetGroup',
    // In use by an instance that stays: a deletion would be refused, and wait for ever.
    spec: { managementPolicies: keepData, forProvider: { description: 'Paddock' } },
  },
  patches: [
    text(instanceIdentifier, externalName),
    tags,
    fromSpec('region', field('region')),
    ...dataSubnets,
  ],
}

/** The instance, in two zones; it tells its address and the CA, never the password. */
export const instance: Composed = {
  name: 'instance',
  base: {
    apiVersion: 'rds.aws.upbound.io/v1beta3',
    kind: 'Instance',
    spec: {
      managementPolicies: keepData,
      forProvider: {
        ...instanceSettings,
        // A password that RDS manages itself would exclude replicas in other regions.
        autoGeneratePassword: true,
        backupWindow: '05:00-06:00',
        dbName: databaseName,
        engine: 'postgres',
        engineVersion: '17',
        maintenanceWindow: 'sun:06:30-sun:07:30',
        multiAz: true,
        passwordSecretRef: { key: 'password', namespace: platform.data },
        port: databasePort,
        username: databaseAdmin,
      },
      writeConnectionSecretToRef: { namespace: 'crossplane-system' },
    },
  },
  patches: [
    tags,
    fromSpec('region', field('region')),
    // The provider finds an instance by this name as by the id that RDS gives it.
    text(instanceIdentifier, externalName),
    text(instanceIdentifier, field('identifier')),
    text(`${instanceIdentifier}-final`, field('finalSnapshotIdentifier')),
    text(instanceIdentifier, field('dbSubnetGroupName')),
    text(instanceIdentifier, field('parameterGroupName')),
    text(databaseAdminSecret(slot('claim.name')), field('passwordSecretRef.name')),
    text(`${slot('claim.name')}-instance`, 'spec.writeConnectionSecretToRef.name'),
    fromSpec('instanceClass', field('instanceClass')),
    fromSpec('storageGiB', field('allocatedStorage')),
    fromSpec('maxStorageGiB', field('maxAllocatedStorage')),
    fromOptional('iops', field('iops')),
    fromOptional('storageThroughput', field('storageThroughput')),
    fromSpec('backupDays', field('backupRetentionPeriod')),
    fromRegion('keys.data', field('kmsKeyId')),
    fromRegion('keys.data', field('performanceInsightsKmsKeyId')),
    fromRegion('roles.databaseMonitoring', field('monitoringRoleArn')),
    fromRegion('network.securityGroups.database', field('vpcSecurityGroupIds[0]')),
    toStatus('status.atProvider.arn', 'arn'),
    toStatus('status.atProvider.address', 'address'),
  ],
  connection: [
    { name: 'ca', value: databaseCa },
    { name: 'host', secretKey: 'host' },
  ],
}
