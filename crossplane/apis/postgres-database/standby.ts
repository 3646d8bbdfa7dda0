import { databaseAdminSecret, platform } from '../../../lib/resolve/names.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromSpec, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { databaseCa } from './instance.ts'

/** The replica that the claim of the cell's home makes; it keeps its name when it is promoted. */
const named = `paddock-${slot('claim.name')}-replica`

const connection = [
  { name: 'ca', value: databaseCa },
  { name: 'host', fieldPath: 'status.atProvider.address' },
] as const

const patches = [
  tags,
  fromSpec('region', field('region')),
  text(named, field('identifier')),
  text(`${slot('claim.name')}-instance`, 'spec.writeConnectionSecretToRef.name'),
  toStatus('status.atProvider.arn', 'arn'),
  toStatus('status.atProvider.address', 'address'),
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
 * from here; what it was made with stays, and it gets its second zone.
 */
const promoted: Composed = {
  name: 'replica',
  base: {
    apiVersion: 'rds.aws.upbound.io/v1beta3',
    kind: 'Instance',
    spec: {
      managementPolicies: ['Observe', 'Update'],
      // Not in the next maintenance window.
      forProvider: {
        applyImmediately: true,
        // Another one than at home: set here, so that none has to be copied.
        autoGeneratePassword: true,
        deletionProtection: true,
        multiAz: true,
        passwordSecretRef: { key: 'password', namespace: platform.data },
        skipFinalSnapshot: false,
      },
      writeConnectionSecretToRef,
    },
  },
  patches: [
    ...patches,
    text(databaseAdminSecret(slot('claim.name')), field('passwordSecretRef.name')),
    text(`${named}-final`, field('finalSnapshotIdentifier')),
    fromSpec('instanceClass', field('instanceClass')),
    fromSpec('backupDays', field('backupRetentionPeriod')),
  ],
  connection,
}

/** What stands in the second region, before and after a failover. */
export const standbyResources = { observed: [observed], promoted: [promoted] } as const
