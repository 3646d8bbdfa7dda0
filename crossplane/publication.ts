import type { HubEnvironment } from './hub-environment.ts'
import type { RegionEnvironment } from './region.ts'

/** Dotted paths of a type's string fields. */
type Leaves<T> = {
  [Key in keyof T & string]: T[Key] extends string ? Key : `${Key}.${Leaves<T[Key]>}`
}[keyof T & string]

/** A field that is published to a region's cluster. */
export type RegionField = Leaves<RegionEnvironment>
/** Source in the hub: a part of the region, a part of its peer, or the claim itself. */
export type HubSource =
  | Leaves<HubEnvironment>
  | `peer.${Leaves<HubEnvironment>}`
  | { readonly spec: 'operatorRole' | 'region' | 'peerRegion' }

/**
 * All values that each region's cluster receives, with their sources in the hub. The code does not compile if the
 * region's compositions read a field that nobody publishes, or if a published field has no source.
 */
export const publication: Readonly<Record<RegionField, HubSource>> = {
  accountId: 'keys.accountId',
  region: { spec: 'region' },
  clusterName: 'cluster.name',
  operatorRole: { spec: 'operatorRole' },
  'oidc.providerArn': 'cluster.oidc.providerArn',
  'oidc.issuer': 'cluster.oidc.issuer',
  'keys.data': 'keys.data',
  'keys.secrets': 'keys.secrets',
  'keys.logs': 'keys.logs',
  'network.vpcId': 'network.vpcId',
  'network.dataSubnets.a': 'network.dataSubnets.a',
  'network.dataSubnets.b': 'network.dataSubnets.b',
  'network.dataSubnets.c': 'network.dataSubnets.c',
  'network.nodeSubnets.a': 'network.nodeSubnets.a',
  'network.nodeSubnets.b': 'network.nodeSubnets.b',
  'network.nodeSubnets.c': 'network.nodeSubnets.c',
  'network.securityGroups.database': 'network.securityGroups.database',
  'network.securityGroups.cache': 'network.securityGroups.cache',
  'network.securityGroups.files': 'network.securityGroups.files',
  'roles.tenant': 'cluster.roles.tenant',
  'roles.models': 'cluster.roles.models',
  'roles.databaseMonitoring': 'cluster.roles.databaseMonitoring',
  'buckets.models': 'storage.models',
  'buckets.auditLanding': 'storage.auditLanding',
  'topics.alarms': 'guard.alarmTopic',
  'endpoints.s3': 'network.s3Endpoint',
  'peer.region': { spec: 'peerRegion' },
  'peer.dataKey': 'peer.keys.data',
  'peer.secretsKey': 'peer.keys.secrets',
  'peer.logsKey': 'peer.keys.logs',
  'peer.alarmTopic': 'peer.guard.alarmTopic',
  'peer.databaseSubnetGroup': 'peer.network.databaseSubnetGroup',
  'peer.databaseSecurityGroup': 'peer.network.securityGroups.database',
}
