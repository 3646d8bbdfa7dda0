import { nft, serviceAddress } from './network.ts'

/** A Service of the cluster: an address that stays, with pods behind it that change. */
export interface Service {
  readonly address: string
  /** Port that clients use. */
  readonly port: number
  /**
   * Sets the pods that get new connections, in turn. Connections that exist keep their pod, as with kube-proxy. Without a pod
   * a new connection is refused.
   */
  route(pods: readonly { readonly address: string }[]): Promise<void>
}

/** Creates a Service without pods, by the kernel's address translation; a pod cannot reach itself through it. */
export async function startService(port: number, targetPort: number): Promise<Service> {
  const address = await serviceAddress()
  const chain = `to-${address}`.replaceAll('.', '-')
  await nft(`
    add table ip services
    add chain ip services prerouting { type nat hook prerouting priority -100; }
    add chain ip services output { type nat hook output priority -100; }
    add chain ip services ${chain}
    add rule ip services prerouting jump ${chain}
    add rule ip services output jump ${chain}`)
  return {
    address,
    port,
    route: (pods) => {
      const each = pods.map((pod, index) => `${index} : ${pod.address}`).join(', ')
      const rule = `ip daddr ${address} tcp dport ${port} dnat to numgen inc mod ${pods.length} map { ${each} } : ${targetPort}`
      // One transaction: at no moment is the Service without its pods.
      return nft(`
        flush chain ip services ${chain}
        ${pods.length > 0 ? `add rule ip services ${chain} ${rule}` : ''}`)
    },
  }
}
