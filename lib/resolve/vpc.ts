import type { Zone } from '../catalog/zones.ts'
import { cut, quarters } from './cidr.ts'

/** Subnets of one tier: a block of their own, and a subnet of it in each zone. */
export interface ResolvedTier {
  /** All of them, and room for a fourth. */
  readonly block: string
  readonly zones: Readonly<Record<Zone, string>>
}

/** Kinds of subnet of a VPC. */
export const tierNames = ['public', 'node', 'data', 'endpoint', 'controlPlane'] as const
/** A kind of subnet, by its occupants. */
export type TierName = (typeof tierNames)[number]

/** A region's VPC with every subnet. */
export interface ResolvedVpc {
  readonly cidr: string
  readonly tiers: Readonly<Record<TierName, ResolvedTier>>
}

/**
 * Cuts a /16 into subnets. Three quarters are nodes and their pods, a zone each (16,384 addresses: every pod has one
 * of its own). The last quarter holds the small tiers: load balancers and NAT gateways (/22 a zone), databases and
 * caches (/24), interface endpoints (/24), and the control plane's interfaces (/28, the minimum of AWS).
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export function resolveVpc(cidr: string): ResolvedVpc {
  const rest = quarters(cidr)[3]
  const [publicBlock = '', data = '', endpoint = '', controlPlane = ''] = cut(rest, [20, 22, 22, 26])
  return {
    cidr,
    tiers: {
      public: tier(publicBlock),
      node: tier(cidr),
      data: tier(data),
      endpoint: tier(endpoint),
      controlPlane: tier(controlPlane),
    },
  }
}

function tier(block: string): ResolvedTier {
  const [a, b, c] = quarters(block)
  return { block, zones: { a, b, c } }
}
