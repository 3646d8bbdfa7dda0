import { describe, expect, test } from 'vitest'
import { compositionsOf, resourceOf } from '../support/composed.ts'
import { regionals } from '../support/subject.ts'

/** Everything that AWS would make otherwise, or not at all, if it were not said. */
describe.each(regionals)('$name', ({ name: cluster }) => {
  const all = [...compositionsOf(cluster)]
  const of = (composition: string, name: string) => resourceOf(cluster, `${composition}.paddock.dev`, name)

  test('every instance of RDS that is made: two zones, gp3, encrypted, watched, backed up, not to be deleted', () => {
    const instances = all.flatMap(([composition, resources]) =>
      resources
        .filter(
          ({ kind, managementPolicies }) => kind === 'Instance' && managementPolicies?.includes('Create'),
        )
        .map((one) => ({ composition, ...one })),
    )
    // Two APIs, alone, replicated and handed over; and the replicas.
    expect(instances).toHaveLength(8)
    for (const { composition, name, settings, filled } of instances) {
      expect([composition, name, settings]).toEqual([
        composition,
        name,
        expect.objectContaining({
          copyTagsToSnapshot: true,
          deleteAutomatedBackups: false,
          deletionProtection: true,
          enabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
          monitoringInterval: 60,
          // A replica is in one zone until it serves.
          multiAz: name === 'instance',
          performanceInsightsEnabled: true,
          publiclyAccessible: false,
          skipFinalSnapshot: false,
          storageEncrypted: true,
          storageType: 'gp3',
        }),
      ])
      const key = name === 'instance' ? 'keys.data' : 'peer.dataKey'
      expect(filled).toMatchObject({
        backupRetentionPeriod: 'spec.backupDays',
        kmsKeyId: key,
        monitoringRoleArn: 'roles.databaseMonitoring',
        performanceInsightsKmsKeyId: key,
      })
      if (name !== 'instance') continue
      // The password is the provider's own: one that RDS manages excludes a replica in another region.
      expect(settings).toMatchObject({ autoGeneratePassword: true, engine: 'postgres', engineVersion: '17' })
      expect(settings).not.toHaveProperty('manageMasterUserPassword')
    }
  })

  test('its parameters force TLS, allow vectors, load the audit, and take connections from the claim', () => {
    for (const api of ['postgresdatabases', 'tenantdatabases']) {
      const { settings, filled } = of(api, 'parameters')
      expect(settings['family']).toBe('postgres17')
      const parameters = settings['parameter'] as { name: string; value: string }[]
      const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
      expect(values).toMatchObject({
        'pgaudit.log': 'ddl,role',
        'rds.allowed_extensions': expect.stringContaining('vector'),
        'rds.force_ssl': '1',
        shared_preload_libraries: expect.stringContaining('pgaudit'),
      })
      expect(parameters[0]?.name).toBe('max_connections')
      expect(filled['parameter[0].value']).toBe('spec.maxConnections')
    }
  })

  test('EFS: encrypted, elastic, a mount target a zone, backed up; its copy under the other region’s key', () => {
    for (const variant of ['', '.replicated', '.standby']) {
      const files = of(`sharedfilesystems${variant}`, 'file-system')
      expect(files.settings).toMatchObject({ encrypted: true, throughputMode: 'elastic' })
      expect(files.filled['kmsKeyId']).toBe('keys.data')
      const zones = ['a', 'b', 'c'].map((zone) => of(`sharedfilesystems${variant}`, `mount-target-${zone}`))
      expect(zones.map(({ filled }) => filled['subnetId'])).toEqual(
        ['a', 'b', 'c'].map((zone) => `network.nodeSubnets.${zone}`),
      )
      expect(of(`sharedfilesystems${variant}`, 'backup').settings).toMatchObject({
        backupPolicy: { status: 'ENABLED' },
      })
    }
    expect(of('sharedfilesystems.replicated', 'replication').filled).toMatchObject({
      'destination.kmsKeyId': 'peer.dataKey',
      'destination.region': 'peer.region',
    })
  })

  test('an access point: one user and one directory for the tenant, whoever the pod says it is', () => {
    for (const variant of ['', '.leaving'])
      expect(of(`tenantstorages${variant}`, 'access-point').filled).toMatchObject({
        'posixUser.gid': 'spec.owner',
        'posixUser.uid': 'spec.owner',
        'rootDirectory.path': '/tenants/{claim.tenant}',
      })
  })

  test('ElastiCache: two zones with failover, encrypted both ways, users of a group that nobody lists', () => {
    const { settings, filled } = of('rediscaches', 'replication-group')
    expect(settings).toMatchObject({
      atRestEncryptionEnabled: 'true',
      automaticFailoverEnabled: true,
      engine: 'valkey',
      engineVersion: '8.0',
      multiAzEnabled: true,
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
    })
    expect(filled).toMatchObject({
      kmsKeyId: 'keys.data',
      'securityGroupIds[0]': 'network.securityGroups.cache',
      'userGroupIds[0]': 'paddock-{claim.name}',
    })
    const users = of('rediscaches', 'users')
    expect(users.settings).toEqual({
      engine: 'valkey',
      userIdSelector: { matchLabels: {}, policy: { resolve: 'Always' } },
    })
    expect(users.filled['userIdSelector.matchLabels[paddock.dev/cache]']).toBe('spec.name')
    expect(of('rediscaches', 'default-user').settings['accessString']).toBe('off ~* -@all')
    expect(of('tenantcacheusers', 'user').filled['metadata.labels[paddock.dev/cache]']).toBe('spec.cache')
  })

  test('an entry of Secrets Manager: our key, a month to bring it back, a copy where the cell has one, closed', () => {
    for (const variant of ['', '.replicated']) {
      const { settings, filled } = of(`tenantsecrets${variant}`, 'secret')
      expect(settings['recoveryWindowInDays']).toBe(30)
      expect(filled).toMatchObject({ kmsKeyId: 'keys.secrets', name: 'tenant-{claim.tenant}-secrets' })
      const copy = { 'replica[0].kmsKeyId': 'peer.secretsKey', 'replica[0].region': 'peer.region' }
      if (variant === '') expect(Object.keys(filled).join()).not.toContain('replica')
      else expect(filled).toMatchObject(copy)
      expect(of(`tenantsecrets${variant}`, 'policy').settings['blockPublicPolicy']).toBe(true)
    }
  })
})
