import type { KnownPeer } from '../../lib/kube/component.ts'
import type { NetworkPolicyPeer } from '../../lib/kube/types/kubernetes.ts'
import { anyAddress } from '../../lib/resolve/cluster-network.ts'
import { linkLocalAddresses, nameService as service } from '../../lib/resolve/cluster-services.ts'
import { platform } from '../../lib/resolve/names.ts'
import { podIdentityAgent, publicAddresses } from '../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'

/** Pods of the cluster's name service. */
export const nameService: NetworkPolicyPeer = {
  ...podsIn(service.namespace),
  podSelector: { matchLabels: service.labels },
}

/** Its ports. */
export const nameServicePorts = [...service.ports]

/** Addresses or pods of a known peer, for an opening that needs another name. */
export function peersAt(peer: KnownPeer, { network }: ResolvedCluster): NetworkPolicyPeer[] {
  switch (peer) {
    case 'api-server':
      return blocks(network.apiServerCidrs)
    case 'aws-endpoints':
      return blocks(network.endpointCidrs)
    case 'monitoring':
      return [podsIn(platform.monitoring)]
    case 'own-namespace':
      return [{ podSelector: {} }]
    case 'pod-identity':
      return blocks([podIdentityAgent])
    case 'public':
      return [{ ipBlock: { cidr: publicAddresses.cidr, except: [...publicAddresses.except] } }]
  }
}

/** All pods of a namespace. */
export function podsIn(namespace: string): NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }
}

/**
 * Blocks of addresses. Any address excludes those of the machine itself, the metadata service among them.
 *
 * @throws for an empty list: Kubernetes would read a rule without peers as one for every address
 */
export function blocks(cidrs: readonly string[]): NetworkPolicyPeer[] {
  if (cidrs.length === 0) throw new Error('no addresses were resolved for a network policy')
  return cidrs.map((cidr) => ({
    ipBlock: cidr === anyAddress ? { cidr, except: [linkLocalAddresses] } : { cidr },
  }))
}
