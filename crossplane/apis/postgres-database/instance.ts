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

/** Identifier of the instance in RDS. */
export const instanceIdentifier = `paddock-${slot('claim.name')}`
/** Identifier of its replica in RDS. The replica keeps it when it is promoted. */
export const replicaIdentifier = `${instanceIdentifier}-replica`

/** Root certificates of RDS under {@link instanceSettings}, for both regions. They are public. */
export const databaseCa = script(import.meta.url, 'rds-ca.pem').text

/** Settings that the instance and its replica share. */
export const instanceSettings = {
  applyImmediately: false,
  // Minor versions contain PostgreSQL's security fixes. RDS installs them in the maintenance window.
  autoMinorVersionUpgrade: true,
  // @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
  caCertIdentifier: 'rds-ca-rsa2048-g1',
  copyTagsToSnapshot: true,
  // Point-in-time backups are kept after somebody deletes the instance.
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

/** Subnet group of the instance: the data subnets of all zones. */
export const subnetGroup: Composed = {
  name: 'subnets',
  base: {
    apiVersion: 'rds.aws.upbound.io/v1beta1',
    kind: 'SubnetGroup',
    // The remaining instance uses it. AWS would reject a deletion, and the object would stay in deletion forever.
    spec: { managementPolicies: keepData, forProvider: { description: 'Paddock' } },
  },
  patches: [
    text(instanceIdentifier, externalName),
    tags,
    fromSpec('region', field('region')),
    ...dataSubnets,
  ],
}

/** The instance, in two zones. It reports its address and the CA, never the password. */
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
    // The provider finds an instance by this name as well as by the id that RDS gave it.
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
