import type { CompleteClusterSpec } from '../spec/index.ts'
import type { ResolvedCluster } from './types.ts'
import { resolveVpc } from './vpc.ts'

/** Addresses of a regional cluster's Services; no network of ours. */
export const serviceCidr = '172.20.0.0/16'

/**
 * The Service through which pods reach the API server: the first address, always. EKS' network policies look at a packet
 * before its Service becomes an endpoint, others after, so a pod that calls the API server is let through to both.
 *
 * @see https://github.com/open-telemetry/opentelemetry-operator/issues/5621
 */
const apiServerService = '172.20.0.1/32'

/**
 * Addresses that network policies name: on a laptop those of the spec, in a region the subnets of its VPC. Policies and
 * VPC read this one value, so a policy cannot name a subnet that does not exist.
 * Every tenant asks.
 */
export function clusterNetwork(spec: CompleteClusterSpec): ResolvedCluster['network'] {
  const network = known.get(spec) ?? networkOf(spec)
  known.set(spec, network)
  return network
}

const known = new WeakMap<CompleteClusterSpec, ResolvedCluster['network']>()

/** Any address, where the real ones cannot be known. An empty list is never read so. */
export const anyAddress = '0.0.0.0/0'

function networkOf(spec: CompleteClusterSpec): ResolvedCluster['network'] {
  if (spec.kind === 'local') {
    const { podCidrs, apiServerCidrs, apiServerPort } = spec.network
    return {
      podCidrs,
      serviceCidrs: [],
      apiServerCidrs,
      apiServerPort,
      databaseCidrs: [],
      endpointCidrs: [],
    }
  }
  if (spec.kind === 'hub') {
    return {
      podCidrs: [],
      serviceCidrs: [],
      // A person brought its network: nothing here knows its addresses.
      apiServerCidrs: [anyAddress],
      apiServerPort: 443,
      databaseCidrs: [],
      endpointCidrs: [anyAddress],
    }
  }
  const { node, data, endpoint, controlPlane } = resolveVpc(spec.network.vpcCidr).tiers
  return {
    podCidrs: Object.values(node.zones),
    databaseCidrs: [data.block],
    endpointCidrs: [endpoint.block],
    serviceCidrs: [serviceCidr],
    apiServerCidrs: [apiServerService, controlPlane.block],
    apiServerPort: 443,
  }
}
