import type { KubernetesVersion } from '../catalog/kubernetes.ts'
import { type AwsRegion, regionData } from '../catalog/regions.ts'
import type { Zone } from '../catalog/zones.ts'
import type { CompleteHubSpec, CompleteRegionalSpec } from '../spec/index.ts'
import { type ResolvedBudget, resolveBudgets } from './budgets.ts'
import { eksClusterName } from './eks.ts'
import { type ResolvedFleet, resolveFleet } from './fleet.ts'
import type { Labels } from './pod-types.ts'
import { type ResolvedRegionData, resolveRegionData } from './region-data.ts'
import { type ResolvedRegionEdge, resolveRegionEdge } from './region-edge.ts'
import { type ResolvedQuotaRaise, resolveQuotaRaises } from './region-quotas.ts'
import { clusterTags } from './tags.ts'
import { type ResolvedVpc, resolveVpc } from './vpc.ts'

/** A region as the hub makes it: everything that its claims say. */
export interface ResolvedRegion extends ResolvedRegionData, ResolvedRegionEdge {
  /** The cluster's name in `clusters/` and in dist. */
  readonly name: string
  readonly region: AwsRegion
  /** It has the replicas of data and keys. Its cluster serves if this one is lost. */
  readonly peerRegion: AwsRegion
  /** Parent of the tenants' default hosts. */
  readonly domain: string
  readonly contact: string
  /** Name of the EKS cluster. */
  readonly clusterName: string
  readonly kubernetesVersion: KubernetesVersion
  /** Id of each zone, by its letter. */
  readonly zones: Readonly<Record<Zone, string>>
  readonly vpc: ResolvedVpc
  /** From where the API server's public address answers: operators' networks and the hub. */
  readonly apiAccessCidrs: readonly string[]
  /** IAM role of the operators, in this account. */
  readonly operatorRole: string
  /** Kubernetes groups that the operators have. */
  readonly operatorGroups: readonly string[]
  readonly fleet: ResolvedFleet
  /** Quotas of AWS with which the whole fleet can run. */
  readonly quotas: readonly ResolvedQuotaRaise[]
  /** Budgets of the account; they belong to the primary region. */
  readonly budgets: readonly ResolvedBudget[]
  /** On every AWS resource, beside what it is for. */
  readonly tags: Labels
}

/** Fills everything that the hub's claims for a region say; pure. */
export function resolveRegion(spec: CompleteRegionalSpec, hub: CompleteHubSpec): ResolvedRegion {
  const fleet = resolveFleet(spec.nodeGroups)
  const data = resolveRegionData(spec, hub)
  return {
    ...data,
    ...resolveRegionEdge(spec, hub),
    name: spec.name,
    region: spec.region,
    peerRegion: spec.peerRegion,
    domain: spec.domain,
    contact: spec.contact,
    clusterName: eksClusterName(spec.name),
    kubernetesVersion: spec.kubernetesVersion,
    zones: regionData(spec.region).zoneIds,
    vpc: resolveVpc(spec.network.vpcCidr),
    apiAccessCidrs: [...new Set([...spec.network.apiAccessCidrs, ...hub.egressCidrs])].sort(),
    operatorRole: hub.operatorRole,
    operatorGroups: spec.operatorGroups,
    fleet,
    quotas: resolveQuotaRaises(fleet),
    budgets: data.rank === 'primary' ? resolveBudgets(hub) : [],
    tags: clusterTags(spec),
  }
}
