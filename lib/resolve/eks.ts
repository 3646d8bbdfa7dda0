import type { CompleteRegionalSpec } from '../spec/index.ts'
import type { Region } from './pod-types.ts'
import { resolveVpc } from './vpc.ts'

/** The AWS settings that controllers in a region's cluster need. */
export interface ResolvedEks {
  readonly region: Region
  /** Name of the EKS cluster. */
  readonly clusterName: string
  /** Value of the tag `Name` of its VPC. */
  readonly vpcName: string
  /** Addresses of the load balancers' interfaces. */
  readonly balancerCidrs: readonly string[]
}

/** Name of a region's cluster in EKS. */
export function eksClusterName(cluster: string): string {
  return `paddock-${cluster}`
}

/** Value of the tag `Name` of a resource of a region's network. */
export function networkName(region: string, name: string): string {
  return `paddock-${region}-${name}`
}

/** Fills it; pure. */
export function resolveEks({ name, region, network }: CompleteRegionalSpec): ResolvedEks {
  const { public: outer } = resolveVpc(network.vpcCidr).tiers
  return {
    region,
    clusterName: eksClusterName(name),
    vpcName: networkName(region, 'vpc'),
    balancerCidrs: Object.values(outer.zones),
  }
}

/** The AWS side of a region's cluster. @throws for another cluster: a component for regions was drawn there */
export function eksOf({ name, eks }: { readonly name: string; readonly eks?: ResolvedEks }): ResolvedEks {
  if (!eks) throw new Error(`cluster ${name} is none of a region`)
  return eks
}
