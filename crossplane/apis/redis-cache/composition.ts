import { type Alarm, alarmResource } from '../../compose/alarm.ts'
import { type Composed, type CompositionPlan, regionEnvironment } from '../../compose/composition.ts'
import { keepData, keepDataNamedByAws } from '../../compose/fields.ts'
import {
  dataSubnets,
  externalName,
  field,
  fromRegion,
  fromSpec,
  type Patch,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'
import { defaultUser, userGroup } from './users.ts'

const elasticache = 'elasticache.aws.upbound.io'
const named = text(`paddock-${slot('claim.name')}`, externalName)
const inRegion = fromSpec('region', field('region'))

const subnetGroup: Composed = {
  name: 'subnets',
  base: {
    apiVersion: `${elasticache}/v1beta1`,
    kind: 'SubnetGroup',
    // Keep it with the cache: AWS refuses to delete a resource in use.
    spec: { managementPolicies: keepData, forProvider: { description: 'Paddock' } },
  },
  patches: [named, tags, inRegion, ...dataSubnets],
}

/**
 * A cell's cache holds copies of answers and nothing else. When it is full, it drops those that nobody read for longest,
 * whatever tenant they belong to: so a tenant that fills it, also with values without an end, stops no other one. A cache of
 * one tenant holds its sign-outs. They have an end, and after the eviction of one its token would be valid again: this cache
 * drops nothing, and refuses writes when it is full.
 */
const eviction: Patch = {
  ...fromSpec('name', field('parameter[0].value')),
  transforms: [
    {
      type: 'match',
      match: {
        patterns: [{ type: 'regexp', regexp: '^tenant-', result: 'noeviction' }],
        fallbackTo: 'Value',
        fallbackValue: 'allkeys-lru',
      },
    },
  ],
}

const parameterGroup: Composed = {
  name: 'parameters',
  base: {
    apiVersion: `${elasticache}/v1beta1`,
    kind: 'ParameterGroup',
    spec: {
      managementPolicies: keepDataNamedByAws,
      forProvider: {
        description: 'Paddock',
        family: 'valkey8',
        parameter: [
          // Its patch gives the value.
          { name: 'maxmemory-policy' },
          { name: 'timeout', value: '1800' },
        ],
      },
    },
  },
  patches: [tags, inRegion, text(`paddock-${slot('claim.name')}`, field('name')), eviction],
}

const replicationGroup: Composed = {
  name: 'replication-group',
  base: {
    apiVersion: `${elasticache}/v1beta2`,
    kind: 'ReplicationGroup',
    spec: {
      managementPolicies: keepData,
      forProvider: {
        applyImmediately: false,
        // Strings in the provider's schema.
        atRestEncryptionEnabled: 'true',
        autoMinorVersionUpgrade: 'false',
        automaticFailoverEnabled: true,
        description: 'Paddock',
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
      writeConnectionSecretToRef: { namespace: 'crossplane-system' },
    },
  },
  patches: [
    named,
    tags,
    inRegion,
    text(`paddock-${slot('claim.name')}`, field('subnetGroupName')),
    text(`paddock-${slot('claim.name')}`, field('parameterGroupName')),
    text(`paddock-${slot('claim.name')}`, field('userGroupIds[0]')),
    text(`paddock-${slot('claim.name')}-final`, field('finalSnapshotIdentifier')),
    text(`${slot('claim.name')}-cache`, 'spec.writeConnectionSecretToRef.name'),
    fromSpec('nodeType', field('nodeType')),
    fromSpec('replicas', field('replicasPerNodeGroup')),
    fromSpec('snapshotDays', field('snapshotRetentionLimit')),
    fromRegion('keys.data', field('kmsKeyId')),
    fromRegion('network.securityGroups.cache', field('securityGroupIds[0]')),
    toStatus('status.atProvider.primaryEndpointAddress', 'address'),
  ],
  connection: [{ name: 'host', secretKey: 'primary_endpoint_address' }],
}

/**
 * Nodes that a cache may have, with the meaning of missing data of each. The first two always exist. The third is
 * optional.
 */
const nodes = [
  ['001', 'breaching'],
  ['002', 'breaching'],
  ['003', 'notBreaching'],
] as const

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html */
function nodeAlarms([node, missing]: (typeof nodes)[number]): Alarm[] {
  const often = {
    namespace: 'AWS/ElastiCache',
    periodSeconds: 60,
    statistic: 'Maximum',
    comparison: 'GreaterThanThreshold',
    dimensions: { CacheClusterId: `paddock-${slot('claim.name')}-${node}` },
  } as const
  return [
    {
      ...often,
      name: `cache-memory-${node}`,
      description:
        'The cache is over 80 % full: it is about to drop answers, or, of one tenant alone, to refuse writes',
      metric: 'DatabaseMemoryUsagePercentage',
      threshold: 80,
      periods: 5,
      missing,
    },
    {
      ...often,
      name: `cache-cpu-${node}`,
      description: 'The engine of the cache is busy for over 80 % of the time',
      metric: 'EngineCPUUtilization',
      threshold: 80,
      periods: 10,
      missing,
    },
    {
      ...often,
      name: `cache-lag-${node}`,
      description: 'A replica of the cache is more than 30 s behind: a failover would lose that much',
      metric: 'ReplicationLag',
      threshold: 30,
      periods: 5,
      // Only a replica reports this metric.
      missing: 'notBreaching',
    },
  ]
}

/** Subnets, parameters, users, the replication group and its alarms. */
export const redisCachePlans: readonly CompositionPlan[] = [
  {
    environments: regionEnvironment,
    resources: [
      subnetGroup,
      parameterGroup,
      defaultUser,
      userGroup,
      replicationGroup,
      ...nodes.flatMap(nodeAlarms).map(alarmResource),
    ],
  },
]
