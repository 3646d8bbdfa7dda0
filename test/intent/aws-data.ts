import { composed, filledFrom, type Resource } from './composed.ts'
import { exactly, type Intent, matches, oneOf, that } from './intent.ts'

const forProvider = 'spec.forProvider'

/** Databases, caches, file systems, buckets, keys and secrets in AWS. */
export const awsDataIntents: readonly Intent[] = [
  composed(
    'Instance',
    'encrypted, watched, closed to the internet, with a last snapshot; a change waits for its window; minor versions come by themselves',
    {
      applyImmediately: false,
      autoMinorVersionUpgrade: true,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      deletionProtection: true,
      enabledCloudwatchLogsExports: exactly('postgresql', 'upgrade'),
      monitoringInterval: 60,
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 7,
      publiclyAccessible: false,
      skipFinalSnapshot: false,
      storageEncrypted: true,
      storageType: 'gp3',
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      multiAz: that(
        'true; a replica is in one zone until it serves',
        (value, { name }) => value === name.endsWith('/instance'),
      ),
      'maintenanceWindow?': oneOf('sun:06:30-sun:07:30', 'sat:06:30-sat:07:30'),
      'backupWindow?': '05:00-06:00',
      'autoGeneratePassword?': true,
      'port?': 5432,
      'engine?': 'postgres',
      'engineVersion?': '17',
      'dbName?': 'paddock',
      'username?': 'paddock_admin',
      'passwordSecretRef?.key': 'password',
      'passwordSecretRef?.namespace': 'paddock-data',
    },
  ),
  {
    of: 'composed Instance',
    named: /\/instance$/,
    why: 'clients verify the server by RDS’ own authority; the key is the region’s; backups last as long as the claim says',
    settings: {
      'connectionDetails[name=ca].type': 'FromValue',
      'connectionDetails[name=ca].value': matches(
        /^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n?$/,
      ),
      'connectionDetails[name=host]': oneOf(
        { name: 'host', type: 'FromConnectionSecretKey', fromConnectionSecretKey: 'host' },
        { name: 'host', type: 'FromFieldPath', fromFieldPath: 'status.atProvider.address' },
      ),
      patches: filledFrom(`${forProvider}.backupRetentionPeriod`, 'spec.backupDays'),
    },
  },
  {
    of: 'composed Instance',
    where: ({ value }) =>
      (value as unknown as Resource).base.spec.managementPolicies?.includes('Create') ?? true,
    why: 'data is under the key of its region for data',
    settings: { patches: filledFrom(`${forProvider}.kmsKeyId`, 'keys.data', 'peer.dataKey') },
  },
  composed(
    'ParameterGroup',
    'TLS is forced; DDL and roles are audited, slow statements, locks and connections logged; a forgotten transaction ends after ten minutes',
    {
      family: 'postgres17',
      ...Object.fromEntries(
        (
          [
            ['idle_in_transaction_session_timeout', '600000', 'immediate'],
            ['log_autovacuum_min_duration', '10000', 'pending-reboot'],
            ['log_connections', '1', 'immediate'],
            ['log_disconnections', '1', 'immediate'],
            ['log_lock_waits', '1', 'immediate'],
            ['log_min_duration_statement', '1000', 'immediate'],
            ['log_temp_files', '65536', 'immediate'],
            ['max_connections', '0', 'pending-reboot'],
            ['pgaudit.log', 'ddl,role', 'immediate'],
            ['rds.allowed_extensions', 'pgaudit,pg_stat_statements,vector', 'immediate'],
            ['rds.force_ssl', '1', 'pending-reboot'],
            ['shared_preload_libraries', 'pg_stat_statements,pgaudit', 'pending-reboot'],
          ] as const
        ).flatMap(([name, value, applyMethod]) => [
          [`parameter[name=${name}].value`, value],
          [`parameter[name=${name}].applyMethod`, applyMethod],
        ]),
      ),
    },
    /^(?!rediscaches)/,
  ),
  composed(
    'ParameterGroup',
    'a full cache gives up what has an end, the answers that are kept; idle connections end after half an hour',
    {
      family: 'valkey8',
      'parameter[name=maxmemory-policy].value': 'volatile-lru',
      'parameter[name=timeout].value': '1800',
    },
    /^rediscaches/,
  ),
  composed(
    'ReplicationGroup',
    'encrypted both ways, two zones with failover; changes and minor versions wait for their window',
    {
      applyImmediately: false,
      atRestEncryptionEnabled: 'true',
      autoMinorVersionUpgrade: 'false',
      automaticFailoverEnabled: true,
      engine: 'valkey',
      engineVersion: '8.0',
      maintenanceWindow: 'sun:07:30-sun:08:30',
      multiAzEnabled: true,
      numNodeGroups: 1,
      port: 6379,
      snapshotWindow: '04:00-05:00',
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
    },
  ),
  {
    of: 'composed ReplicationGroup',
    why: 'tenants get the address of the primary',
    settings: {
      connectionDetails: [
        {
          fromConnectionSecretKey: 'primary_endpoint_address',
          name: 'host',
          type: 'FromConnectionSecretKey',
        },
      ],
    },
  },
  composed('User', 'a user signs in by a password of Valkey; the default one may do nothing', {
    engine: 'valkey',
    'authenticationMode.type': 'password',
    'authenticationMode.passwordsSecretRef[*].key': oneOf(
      'password',
      'cache-password',
      'cache-password-next',
    ),
    'accessString?': 'off ~* -@all',
    'userName?': 'default',
    'authenticationMode.passwordsSecretRef[*].namespace?': 'paddock-data',
    'authenticationMode.passwordsSecretRef': that<readonly unknown[]>(
      'one; of a tenant two, for a change without a gap',
      (list, { name }) => list.length === (name.startsWith('tenantcacheusers') ? 2 : 1),
    ),
  }),
  composed('UserGroup', 'users join by their label, now and later', {
    engine: 'valkey',
    userIdSelector: { matchLabels: {}, policy: { resolve: 'Always' } },
  }),
  composed('FileSystem', 'encrypted; throughput follows use; what nobody reads for a month costs less', {
    encrypted: true,
    performanceMode: 'generalPurpose',
    throughputMode: 'elastic',
    lifecyclePolicy: [
      { transitionToIa: 'AFTER_30_DAYS' },
      { transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' },
    ],
  }),
  composed('BackupPolicy', 'AWS Backup knows the file system', { 'backupPolicy.status': 'ENABLED' }),
  composed('AccessPoint', 'a tenant’s folder is made for its user alone, and no other user can enter it', {
    'rootDirectory.creationInfo.permissions': '0700',
  }),
  {
    of: 'composed AccessPoint',
    why: 'every access is as the tenant’s own user, and the folder belongs to it',
    settings: {
      patches: that<readonly { readonly toFieldPath: string; readonly fromFieldPath?: string }[]>(
        'the claim’s owner, four times',
        (patches) =>
          [
            'posixUser.uid',
            'posixUser.gid',
            'rootDirectory.creationInfo.ownerUid',
            'rootDirectory.creationInfo.ownerGid',
          ].every((field) =>
            patches.some(
              ({ toFieldPath, fromFieldPath }) =>
                toFieldPath.replace(/\[0\]/g, '') === `${forProvider}.${field}` &&
                fromFieldPath === 'spec.owner',
            ),
          ),
      ),
    },
  },
  composed('Secret', 'a deleted secret can be brought back for a month', {
    recoveryWindowInDays: 30,
    'tags.managed-by': 'external-secrets',
  }),
  composed('SecretPolicy', 'no policy opens a secret to the world', { blockPublicPolicy: true }),
  composed('Bucket', 'a bucket with objects is never deleted; only the audit’s objects are locked', {
    forceDestroy: false,
    objectLockEnabled: that('of the audit', (value, { name }) => value === /\/audit$/.test(name)),
  }),
  composed('BucketPublicAccessBlock', 'no way to the world', {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  }),
  composed('BucketOwnershipControls', 'access is by policies: lists of the old kind are off', {
    'rule.objectOwnership': 'BucketOwnerEnforced',
  }),
  composed('BucketVersioning', 'a deleted or replaced object can be brought back', {
    'versioningConfiguration.status': 'Enabled',
  }),
  composed(
    'BucketServerSideEncryptionConfiguration',
    'our key, with few calls to it; logs, which AWS writes, under S3’s; a client’s own key is refused',
    {
      'rule[*].applyServerSideEncryptionByDefault.sseAlgorithm': that(
        'KMS, except for logs',
        (value, { name }) => value === (name.includes('/logs-') ? 'AES256' : 'aws:kms'),
      ),
      'rule[*].bucketKeyEnabled': that('with KMS', (value, { name }) => value === !name.includes('/logs-')),
      'rule[*].blockedEncryptionTypes': ['SSE-C'],
      rule: that<readonly unknown[]>('one rule', (rules) => rules.length === 1),
    },
  ),
  composed(
    'BucketLifecycleConfiguration',
    'every bucket ends what it no longer needs, and nothing before its time: replaced versions, abandoned uploads, exports after the days in their path',
    {
      'rule[*].status': 'Enabled',
      'rule[*].abortIncompleteMultipartUpload?[*].daysAfterInitiation': 7,
      rule: that<readonly Rule[]>('the ends of such a bucket', (rules, { name }) => {
        const [, bucket = ''] = /\/(.*)-lifecycle$/.exec(name) ?? []
        return JSON.stringify(rules.map(endOf)) === JSON.stringify(ends[bucket])
      }),
    },
  ),
  composed('BucketLogging', 'requests are logged under their bucket and day', {
    targetPrefix: that('s3/ and its bucket', (value, { name }) =>
      name.endsWith(`/${String(value).slice('s3/'.length, -1)}-request-log`),
    ),
    'targetObjectKeyFormat.partitionedPrefix.partitionDateSource': 'EventTime',
  }),
  composed(
    'BucketReplicationConfiguration',
    'every object, encrypted ones too, is in the other region within a quarter of an hour, and a deletion here is none there',
    {
      'rule[*].status': 'Enabled',
      'rule[*].deleteMarkerReplication.status': 'Disabled',
      'rule[*].destination.metrics': { eventThreshold: { minutes: 15 }, status: 'Enabled' },
      'rule[*].destination.replicationTime': { status: 'Enabled', time: { minutes: 15 } },
      'rule[*].filter.prefix': '',
      'rule[*].sourceSelectionCriteria.sseKmsEncryptedObjects.status': 'Enabled',
      'rule[*].id': 'everything',
      'rule[*].priority': 1,
      rule: that<readonly unknown[]>('one rule', (rules) => rules.length === 1),
    },
  ),
  composed('BucketObjectLockConfiguration', 'the audit cannot be changed', { objectLockEnabled: 'Enabled' }),
  composed(
    'Key',
    'keys turn once a year and can be brought back for a month; that of secrets is one for both regions',
    {
      deletionWindowInDays: 30,
      enableKeyRotation: true,
      isEnabled: true,
      keyUsage: 'ENCRYPT_DECRYPT',
      rotationPeriodInDays: 365,
      multiRegion: that('of secrets', (value, { name }) => value === name.endsWith('/secrets')),
    },
  ),
  composed('ReplicaKey', 'the other region’s copy of a key is as hard to lose', {
    deletionWindowInDays: 30,
    enabled: true,
  }),
  composed(
    'Plan',
    'a backup a day at night, done within eight hours; a copy in the other region where the cell says so',
    {
      'rule[*].schedule': 'cron(0 7 * * ? *)',
      'rule[*].startWindow': 60,
      'rule[*].completionWindow': 480,
      'rule[*].targetVaultName': 'paddock-backups',
      'rule[*].ruleName': 'daily',
      rule: that<readonly { readonly copyAction?: readonly unknown[] }[]>(
        'one rule, copied where it is called so',
        (rules, { name }) =>
          rules.length === 1 && (rules[0]?.copyAction?.length ?? 0) === (name.endsWith('copied') ? 1 : 0),
      ),
    },
  ),
  composed('Selection', 'every file system and database with the tag, and nothing else', {
    resources: exactly('arn:aws:elasticfilesystem:*:*:file-system/*', 'arn:aws:rds:*:*:db:*'),
    condition: that(
      'the tag of its plan',
      (condition, { name }) =>
        JSON.stringify(condition) ===
        JSON.stringify([
          {
            stringEquals: [
              { key: 'aws:ResourceTag/paddock:backup', value: name.endsWith('copied') ? 'copied' : 'local' },
            ],
          },
        ]),
    ),
    notResources: [],
  }),
  composed('Vault', 'backups are not deleted with their vault', { forceDestroy: false }),
  composed('VaultLockConfiguration', 'no backup is deleted within a week, and none is kept for ever', {
    minRetentionDays: 7,
    maxRetentionDays: 100,
    backupVaultName: 'paddock-backups',
  }),
  composed('VaultPolicy', 'of the vault of the region', { backupVaultName: 'paddock-backups' }),
  composed('Group', 'logs are kept for ninety days', { retentionInDays: 90 }),
]

interface Rule {
  readonly id: string
  readonly filter: readonly { readonly prefix: string }[]
  readonly abortIncompleteMultipartUpload?: readonly unknown[]
  readonly expiration?: readonly { readonly days: number }[]
  readonly noncurrentVersionExpiration?: readonly { readonly noncurrentDays: number }[]
  readonly transition?: readonly { readonly days: number; readonly storageClass: string }[]
}

/** The end that a rule sets, in words. */
function endOf(rule: Rule): string {
  return [
    rule.id,
    ...rule.filter.map(({ prefix }) => `of ${prefix === '' ? 'all' : prefix}`),
    ...(rule.expiration ?? []).map(({ days }) => `ends after ${days}`),
    ...(rule.noncurrentVersionExpiration ?? []).map(
      ({ noncurrentDays }) => `replaced ends after ${noncurrentDays}`,
    ),
    ...(rule.transition ?? []).map(({ days, storageClass }) => `${storageClass} after ${days}`),
    ...(rule.abortIncompleteMultipartUpload ?? []).map(() => 'uploads'),
  ].join(', ')
}

const abandoned = 'abandoned-uploads, of all, uploads'
const exports = [7, 30, 90, 365].map(
  (days) => `exports-${days}-days, of exports/${days}-days/, ends after ${days}`,
)
const tenants = ['replaced, of all, replaced ends after 30', ...exports, abandoned]
/** Ends of objects by bucket; the days of the audit, 0 here, are the claim's. */
const ends: Readonly<Record<string, readonly string[]>> = {
  files: tenants,
  copy: tenants,
  logs: ['old, of all, ends after 90, replaced ends after 1', abandoned],
  models: [
    'cool, of all, INTELLIGENT_TIERING after 30',
    'overwritten, of all, replaced ends after 90',
    abandoned,
  ],
  audit: [
    'kept-as-long-as-promised, of all, ends after 0, replaced ends after 1, GLACIER_IR after 90',
    abandoned,
  ],
  'audit-landing': ['copied, of all, ends after 7, replaced ends after 1', abandoned],
}
