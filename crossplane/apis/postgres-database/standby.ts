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
 * By what the provider finds an instance that it did not make. It takes the identifier, and from then on writes the
 * id that RDS gave: once that is known it stands here too, or two hands would write one annotation.
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

/** While the other region serves: the replica is looked at, for its address, and never touched. */
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
 * After a failover: a replica without a source is promoted. It is taken over and not made, so it is never created
 * from here. Every setting with which it was made is said again: one that is missing would be a change, which for
 * logs and monitoring switches them off, and for encryption the provider refuses with the whole update.
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
        // Not in the next maintenance window.
        applyImmediately: true,
        // Another one than at home: set here, so that none has to be copied.
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

/** What stands in the second region, before and after a failover. */
export const standbyResources = {
  observed: [observed],
  promoted: [promoted, ...databaseAlarms(replicaIdentifier)],
} as const
