import { expect, test } from 'vitest'
import { kubernetesVersions } from '../../lib/catalog/kubernetes.ts'
import { compositionsOf, resourceOf } from '../support/composed.ts'
import { hub } from '../support/subject.ts'

/** Without a hub nothing of AWS is made, and there is nothing to hold. */
const at = hub?.name ?? 'hub'
const all = [...compositionsOf(at)]
const of = (composition: string, name: string) => resourceOf(at, `${composition}.paddock.dev`, name)
const kinds = (composition: string, kind: string) =>
  (compositionsOf(at).get(`${composition}.paddock.dev`) ?? []).filter((one) => one.kind === kind)
const zones = ['a', 'b', 'c']

test('every bucket: private, versioned, encrypted, TLS only, with an end; copies and logs of requests', () => {
  const buckets = all.flatMap(([composition, resources]) =>
    resources.filter(({ kind }) => kind === 'Bucket').map(({ name }) => [composition, name] as const),
  )
  expect(new Set(buckets.map(([, name]) => name))).toEqual(
    new Set(['audit', 'audit-landing', 'copy', 'files', 'logs', 'models']),
  )
  for (const [composition, name] of buckets) {
    const part = (suffix: string) => resourceOf(at, composition, `${name}-${suffix}`)
    expect(part('public-access').settings).toEqual({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    })
    expect(part('ownership').settings).toEqual({ rule: { objectOwnership: 'BucketOwnerEnforced' } })
    expect(part('versioning').settings).toEqual({ versioningConfiguration: { status: 'Enabled' } })
    const [rule] = part('encryption').settings['rule'] as {
      applyServerSideEncryptionByDefault: { sseAlgorithm: string }
    }[]
    // Load balancers and S3 write their logs under no other key.
    const algorithm = name === 'logs' ? 'AES256' : 'aws:kms'
    expect(rule?.applyServerSideEncryptionByDefault.sseAlgorithm).toBe(algorithm)
    expect(part('policy').filled['policy']).toMatch(/"aws:SecureTransport":"false"/)
    expect((part('lifecycle').settings['rule'] as object[]).length).toBeGreaterThan(1)
    expect(resourceOf(at, composition, name).settings).toEqual({
      forceDestroy: false,
      objectLockEnabled: name === 'audit',
    })
    if (name !== 'logs') expect(part('request-log').filled['targetBucket']).toMatch(/^paddock-logs-/)
  }
  expect(of('regionstorages', 'audit-lock').filled).toMatchObject({
    'rule.defaultRetention.days': 'spec.auditDays',
    'rule.defaultRetention.mode': 'spec.auditMode',
  })
})

test('keys: turned once a year, a month to bring one back; that of secrets is one for both regions', () => {
  for (const name of ['data', 'cluster', 'logs', 'secrets'])
    expect(of('regionkeys', name).settings).toMatchObject({
      deletionWindowInDays: 30,
      enableKeyRotation: true,
      multiRegion: name === 'secrets',
    })
  expect(of('regionkeys.replica', 'secrets')).toMatchObject({
    kind: 'ReplicaKey',
    filled: { primaryKeyArn: 'peer.keys.secrets' },
  })
})

test('the network: a way out in each zone, S3 and every service that nodes call from within, and who talked to whom', () => {
  expect(kinds('networks', 'NATGateway').map(({ name }) => name)).toEqual(
    zones.map((zone) => `nat-gateway-${zone}`),
  )
  const endpoints = kinds('networks', 'VPCEndpoint')
  expect(endpoints.filter(({ settings }) => settings['vpcEndpointType'] === 'Gateway')).toHaveLength(1)
  expect(endpoints.map(({ filled }) => filled['serviceName']?.split('}.')[1])).toEqual(
    expect.arrayContaining(['ecr.api', 'ecr.dkr', 'eks', 'kms', 'logs', 's3', 'secretsmanager', 'sts']),
  )
  expect(of('networks', 'flow-log').settings['trafficType']).toBe('ALL')
  expect(of('networks', 'flow-log-group').filled['kmsKeyId']).toBe('keys.logs')
})

test('the control plane: private, and from named networks; sealed, logged, not to be deleted; 1.34 or newer', () => {
  const { settings, filled } = of('kubernetesclusters', 'cluster')
  expect(settings).toMatchObject({
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    deletionProtection: true,
    enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
    encryptionConfig: { resources: ['secrets'] },
    vpcConfig: { endpointPrivateAccess: true, endpointPublicAccess: true },
  })
  expect(filled).toMatchObject({
    'encryptionConfig.provider.keyArn': 'keys.cluster',
    'vpcConfig.publicAccessCidrs': 'spec.apiAccessCidrs',
  })
  expect(kubernetesVersions.filter((version) => Number(version.split('.')[1]) < 34)).toEqual([])
  expect(kinds('kubernetesclusters', 'Addon').map(({ settings: { addonName } }) => addonName)).toEqual(
    expect.arrayContaining(['aws-ebs-csi-driver', 'aws-efs-csi-driver', 'coredns', 'eks-pod-identity-agent']),
  )
})

test('doors: TLS 1.3 for people, not to be deleted, a firewall before the ALB, health asked from outside', () => {
  expect(of('edges', 'web-listener').settings['sslPolicy']).toMatch(/^ELBSecurityPolicy-TLS13-1-3-/)
  for (const entryPoint of ['web', 'hosts'])
    expect(of('edges', `${entryPoint}-balancer`).settings).toMatchObject({
      enableDeletionProtection: true,
      internal: false,
    })
  expect(kinds('edges', 'LBListener').map(({ settings: { port } }) => port)).toEqual([443, 443])
  expect(of('edges', 'firewall-before-web').filled).toMatchObject({
    resourceArn: 'status.web.arn',
    webAclArn: 'status.firewall',
  })
  for (const entryPoint of ['web', 'hosts'])
    expect(of('edges', `${entryPoint}-health`).settings).toMatchObject({
      failureThreshold: 3,
      requestInterval: 10,
    })
  for (const variant of ['', '.handed-over'])
    for (const record of ['web-primary', 'web-secondary', 'hosts-primary', 'hosts-secondary'])
      expect(of(`edgeroutings${variant}`, record).settings).toMatchObject({
        alias: { evaluateTargetHealth: true },
        failoverRoutingPolicy: { type: record.endsWith('primary') ? 'PRIMARY' : 'SECONDARY' },
      })
})

test('the guard: a trail of every region that shows what was changed in it, findings, backups that nobody deletes', () => {
  expect(of('regionguards.primary', 'trail').settings).toMatchObject({
    enableLogFileValidation: true,
    enableLogging: true,
    isMultiRegionTrail: true,
  })
  for (const variant of ['', '.primary']) {
    const guard = (name: string) => of(`regionguards${variant}`, name)
    expect(guard('detector').settings['enable']).toBe(true)
    expect(guard('backups-lock').settings).toMatchObject({ maxRetentionDays: 100, minRetentionDays: 7 })
    expect(guard('backups-policy').filled['policy']).toMatch(/"Effect":"Deny".*backup:DeleteRecoveryPoint/)
    for (const reach of ['local', 'copied'])
      expect(guard(`plan-${reach}`).filled['rule[0].lifecycle.deleteAfter']).toBe('spec.backupDays')
    expect(guard('plan-copied').filled['rule[0].copyAction[0].destinationVaultArn']).toContain(
      'claim.peerRegion',
    )
  }
})

test('nodes: disks encrypted whoever makes them, and every notice that an instance ends', () => {
  expect(of('nodefleets', 'encryption-by-default').settings['enabled']).toBe(true)
  const types = kinds('nodefleets', 'Rule').flatMap(
    ({ settings }) =>
      (JSON.parse(String(settings['eventPattern'])) as { 'detail-type': string[] })['detail-type'],
  )
  expect(types).toEqual([
    'EC2 Spot Instance Interruption Warning',
    'EC2 Instance Rebalance Recommendation',
    'EC2 Instance State-change Notification',
    'AWS Health Event',
  ])
})

test('a budget tells at 80 and 100 %, and when 100 is to be expected', () => {
  for (const variant of ['', '.account'])
    expect(of(`spendingbudgets${variant}`, 'budget').settings['notification']).toMatchObject([
      { notificationType: 'ACTUAL', threshold: 80 },
      { notificationType: 'ACTUAL', threshold: 100 },
      { notificationType: 'FORECASTED', threshold: 100 },
    ])
})
