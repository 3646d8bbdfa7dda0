import { zones } from '../../../lib/catalog/zones.ts'
import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { field, fromStatus, tags, toStatus } from '../../compose/patch.ts'
import { ownParts, publishedPart } from '../../hub-environment.ts'
import { endpointResources } from './endpoints.ts'
import { flowLogResources } from './flow-logs.ts'
import { securityGroupResources } from './security-groups.ts'
import { inRegion, subnetResources } from './subnets.ts'

/** Subnet group for read replicas of the other region's databases. Each own database has its own subnet group. */
const replicaSubnets: Composed = {
  name: 'replica-subnets',
  base: {
    apiVersion: 'rds.aws.upbound.io/v1beta1',
    kind: 'SubnetGroup',
    metadata: { annotations: { 'crossplane.io/external-name': 'paddock-replicas' } },
    spec: { forProvider: { description: 'Paddock: replicas of the other region' } },
  },
  patches: [
    tags,
    inRegion,
    ...zones.map((zone, index) => fromStatus(`dataSubnets.${zone}`, field(`subnetIds[${index}]`))),
    toStatus('status.atProvider.id', 'databaseSubnetGroup'),
  ],
}

/** A region's network. It needs the region's keys first. */
export const networkPlans: readonly CompositionPlan[] = [
  {
    environments: ownParts('keys'),
    resources: [
      ...subnetResources,
      ...securityGroupResources,
      ...endpointResources,
      ...flowLogResources,
      replicaSubnets,
      publishedPart('network'),
    ],
  },
]
