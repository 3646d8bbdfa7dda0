import { backupTag } from '../../../lib/resolve/backup-tag.ts'
import type { Composed } from '../../compose/composition.ts'
import { keepData, keepDataNamedByAws } from '../../compose/fields.ts'
import { allow, document, documentText, everyone } from '../../compose/iam.ts'
import {
  field,
  fromOptional,
  fromRegion,
  fromSpec,
  fromStatus,
  type Patch,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'
import { serviceRoleArn, serviceRoleResources } from '../../roles.ts'
import { guardNames } from './names.ts'

const backup = 'backup.aws.upbound.io'
const inRegion = fromSpec('region', field('region'))
const here = slot('claim.region')
const account = slot('keys.accountId')
const roleName = `paddock-${here}-backup`
const vaultArn = (region: string) => `arn:aws:backup:${region}:${account}:backup-vault:${guardNames.backups}`

const vault: Composed = {
  name: 'backups',
  base: {
    apiVersion: `${backup}/v1beta1`,
    kind: 'Vault',
    metadata: { annotations: { 'crossplane.io/external-name': guardNames.backups } },
    spec: { managementPolicies: keepData, forProvider: { forceDestroy: false } },
  },
  patches: [tags, inRegion, fromRegion('keys.data', field('kmsKeyArn'))],
}

/**
 * No backup is deleted within a week. If the lock had a grace period, nobody could remove it after that period. Without
 * one, an identity that may call `DeleteBackupVaultLockConfiguration` can remove it. No provider's policy contains this
 * call.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
const vaultLock: Composed = {
  name: 'backups-lock',
  base: {
    apiVersion: `${backup}/v1beta1`,
    kind: 'VaultLockConfiguration',
    spec: {
      managementPolicies: keepDataNamedByAws,
      forProvider: { backupVaultName: guardNames.backups, maxRetentionDays: 100, minRetentionDays: 7 },
    },
  },
  patches: [inRegion, fromOptional('lockGraceDays', field('changeableForDays'))],
}

/** Backups are deleted by their age and in no other way. */
const vaultPolicy: Composed = {
  name: 'backups-policy',
  base: {
    apiVersion: `${backup}/v1beta1`,
    kind: 'VaultPolicy',
    spec: { managementPolicies: keepDataNamedByAws, forProvider: { backupVaultName: guardNames.backups } },
  },
  patches: [
    inRegion,
    text(
      documentText(
        document({
          Sid: 'NobodyDeletes',
          Effect: 'Deny',
          Principal: everyone,
          Action: [
            'backup:DeleteBackupVault',
            'backup:DeleteRecoveryPoint',
            'backup:UpdateRecoveryPointLifecycle',
          ],
          // In a vault's policy this means the vault and all its backups.
          Resource: '*',
          Condition: { StringEquals: { 'aws:ResourceAccount': account } },
        }),
      ),
      field('policy'),
    ),
  ],
}

const fileSystems = `arn:aws:elasticfilesystem:${here}:${account}:file-system/*`
const databases = `arn:aws:rds:${here}:${account}:db:paddock-*`
const snapshots = `arn:aws:rds:*:${account}:snapshot:awsbackup:*`
const recoveryPoints = (region: string) => `arn:aws:backup:${region}:${account}:recovery-point:*`
const tagged = { StringLike: { [`aws:ResourceTag/${backupTag.key}`]: '*' } }

/**
 * Permissions of AWS Backup: EFS and RDS of the cells, in this region and for copies to the other one. AWS's own policy
 * for the service covers every service and every resource.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 */
const role = serviceRoleResources({
  name: 'backup',
  awsName: roleName,
  description: 'Paddock: AWS Backup',
  service: 'backup.amazonaws.com',
  policy: document(
    allow('FindTagged', ['tag:GetResources'], '*'),
    allow('Files', ['elasticfilesystem:Backup', 'elasticfilesystem:DescribeTags'], fileSystems, tagged),
    allow('Databases', ['rds:CreateDBSnapshot', 'rds:ListTagsForResource'], databases, tagged),
    allow(
      'Snapshots',
      [
        'rds:AddTagsToResource',
        'rds:CopyDBSnapshot',
        'rds:CreateDBSnapshot',
        'rds:DeleteDBSnapshot',
        'rds:DescribeDBSnapshotAttributes',
        'rds:ListTagsForResource',
      ],
      snapshots,
    ),
    allow('LookAtDatabases', ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'], '*'),
    // The plan's tags. Backups of RDS are snapshots; all others belong to AWS Backup itself.
    allow('TagBackups', ['backup:TagResource'], [here, slot('claim.peerRegion')].map(recoveryPoints)),
    // A copy is read as the backup that it is, and written to a vault.
    allow(
      'CopyFrom',
      ['backup:CopyFromBackupVault'],
      [recoveryPoints(here), `arn:aws:rds:${here}:${account}:snapshot:awsbackup:*`],
    ),
    allow(
      'CopyInto',
      ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'],
      [vaultArn(here), vaultArn(slot('claim.peerRegion'))],
    ),
    // AWS Backup reads a vault's key directly, not through another service.
    allow('LookAtKeys', ['kms:DescribeKey'], [slot('keys.data'), slot('peer.keys.data')]),
    allow(
      'Encrypt',
      ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey'],
      [slot('keys.data'), slot('peer.keys.data')],
      {
        StringLike: {
          'kms:ViaService': [
            'backup.*.amazonaws.com',
            'elasticfilesystem.*.amazonaws.com',
            'rds.*.amazonaws.com',
          ],
        },
      },
    ),
  ),
})

type Reach = keyof typeof backupTag.values

function plan(reach: Reach): Composed {
  const copied = reach === 'copied'
  return {
    name: `plan-${reach}`,
    base: {
      apiVersion: `${backup}/v1beta2`,
      kind: 'Plan',
      spec: {
        forProvider: {
          name: `paddock-${reach}`,
          rule: [
            {
              completionWindow: 480,
              ...(copied ? { copyAction: [{ lifecycle: {} }] } : {}),
              lifecycle: {},
              ruleName: 'daily',
              // After the databases' own backups, and before working hours.
              schedule: 'cron(0 7 * * ? *)',
              startWindow: 60,
              targetVaultName: guardNames.backups,
            },
          ],
        },
      },
    },
    patches: [
      tags,
      inRegion,
      fromSpec('backupDays', field('rule[0].lifecycle.deleteAfter')),
      { ...tags, toFieldPath: field('rule[0].recoveryPointTags') },
      ...(copied ? copyPatches : []),
      toStatus('status.atProvider.id', planField[reach]),
    ],
  }
}

const copyPatches: readonly Patch[] = [
  text(vaultArn(slot('claim.peerRegion')), field('rule[0].copyAction[0].destinationVaultArn')),
  fromSpec('backupDays', field('rule[0].copyAction[0].lifecycle.deleteAfter')),
]

const planField = { local: 'planLocal', copied: 'planCopied' } as const

/** A tag on the cells' claims selects the resources. No list names them, and residency decides about the plan. */
function selection(reach: Reach): Composed {
  return {
    name: `selection-${reach}`,
    base: {
      apiVersion: `${backup}/v1beta1`,
      kind: 'Selection',
      spec: {
        forProvider: {
          condition: [
            {
              stringEquals: [{ key: `aws:ResourceTag/${backupTag.key}`, value: backupTag.values[reach] }],
            },
          ],
          name: `paddock-${reach}`,
          notResources: [],
          resources: ['arn:aws:elasticfilesystem:*:*:file-system/*', 'arn:aws:rds:*:*:db:*'],
        },
      },
    },
    patches: [
      inRegion,
      fromStatus(planField[reach], field('planId')),
      text(serviceRoleArn(roleName), field('iamRoleArn')),
    ],
  }
}

/** A locked vault with daily backups. Only backups that may leave the region are copied to the other one. */
export const backupResources: readonly Composed[] = [
  vault,
  vaultLock,
  vaultPolicy,
  ...role,
  plan('local'),
  plan('copied'),
  selection('local'),
  selection('copied'),
]
