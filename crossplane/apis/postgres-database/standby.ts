import { databaseAdminSecret, platform } from '../../../lib/resolve/names.ts'
import type { Composed } from '../../compose/composition.ts'
import {
  externalName,
  field,
  fromSpec,
  fromStatus,
  type Patch,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'
import { databaseAlarms } from './alarms.ts'
import { databaseCa, instanceSettings, replicaIdentifier } from './instance.ts'

const connection = [
  { name: 'ca', value: databaseCa },
  { name: 'host', fieldPath: 'status.atProvider.address' },
] as const

/**
 * Name by which the provider finds an instance that it did not create. The provider accepts the identifier, and from
 * then on writes the id that RDS gave. Once this id is known, it is set here too. Otherwise two writers would change
 * one annotation.
 */
const found: readonly Patch[] = [
  text(replicaIdentifier, externalName),
  { ...fromStatus('resourceId', externalName), policy: { fromFieldPath: 'Optional' } },
]

const patches: readonly Patch[] = [
  tags,
  ...found,
  fromSpec('region', field('region')),
  text(replicaIdentifier, field('identifier')),
  text(`${slot('claim.name')}-instance`, 'spec.writeConnectionSecretToRef.name'),
  toStatus('status.atProvider.arn', 'arn'),
  toStatus('status.atProvider.address', 'address'),
  toStatus('status.atProvider.resourceId', 'resourceId'),
]
/** Its address, for Jobs that cannot read the claim's Secret. */
const writeConnectionSecretToRef = { namespace: 'crossplane-system' }

/** While the other region serves: the provider only observes the replica, for its address, and never changes it. */
const observed: Composed = {
  name: 'replica',
  base: {
    apiVersion: 'rds.aws.upbound.io/v1beta3',
    kind: 'Instance',
    spec: { managementPolicies: ['Observe'], forProvider: {}, writeConnectionSecretToRef },
  },
  patches,
  connection,
}

/**
 * After a failover: a replica without a source is promoted. The provider adopts it and never creates it. All settings
 * with which it was created are repeated here. A missing setting would be a change: it would disable logs and
 * monitoring, and for encryption the provider would reject the whole update.
 */
const promoted: Composed = {
  name: 'replica',
  base: {
    apiVersion: 'rds.aws.upbound.io/v1beta3',
    kind: 'Instance',
    spec: {
      managementPolicies: ['Observe', 'Update'],
      forProvider: {
        ...instanceSettings,
        // Apply immediately, not in the next maintenance window.
        applyImmediately: true,
        // Another password than at home. It is set here, so that none has to be copied.
        autoGeneratePassword: true,
        multiAz: true,
        passwordSecretRef: { key: 'password', namespace: platform.data },
      },
      writeConnectionSecretToRef,
    },
  },
  patches: [
    ...patches,
    text(databaseAdminSecret(slot('claim.name')), field('passwordSecretRef.name')),
    text(`${replicaIdentifier}-final`, field('finalSnapshotIdentifier')),
    fromSpec('instanceClass', field('instanceClass')),
    fromSpec('maxStorageGiB', field('maxAllocatedStorage')),
    fromSpec('backupDays', field('backupRetentionPeriod')),
  ],
  connection,
}

/** Resources of the second region, before and after a failover. */
export const standbyResources = {
  observed: [observed],
  promoted: [promoted, ...databaseAlarms(replicaIdentifier)],
} as const
