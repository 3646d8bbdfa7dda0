import type { ClusterSpec } from '../spec/index.ts'
import type { ResolvedCluster } from './types.ts'
import { resolveVpc } from './vpc.ts'

/**
 * Addresses that network policies name: on a laptop as the spec says them, in a region as its VPC is cut. Both sides
 * read this one value, so a policy cannot name a subnet that is not made.
 */
export function clusterNetwork(spec: ClusterSpec): ResolvedCluster['network'] {
  if (spec.kind === 'local') {
    const { podCidrs, apiServerCidrs, apiServerPort = 443 } = spec.network
    return { podCidrs, apiServerCidrs, apiServerPort, databaseCidrs: [], endpointCidrs: [] }
  }
  if (spec.kind === 'hub') {
    return { podCidrs: [], apiServerCidrs: [], apiServerPort: 443, databaseCidrs: [], endpointCidrs: [] }
  }
  const { node, data, endpoint, controlPlane } = resolveVpc(spec.network.vpcCidr).tiers
  return {
    podCidrs: Object.values(node.zones),
    databaseCidrs: [data.block],
    endpointCidrs: [endpoint.block],
    apiServerCidrs: [controlPlane.block],
    apiServerPort: 443,
  }
}
