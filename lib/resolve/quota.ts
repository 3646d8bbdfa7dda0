import { GiB } from '../catalog/units.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { ResolvedClaim } from './data-types.ts'
import type { ResolvedQuota, ResolvedWorkload } from './pod-types.ts'

/**
 * Hard quota of a namespace: every workload at its peak at once, plus what the tenant's file adds.
 * An override below the computed need is a finding of the quota rule; here the larger one wins.
 */
export function resolveQuota(
  workloads: readonly ResolvedWorkload[],
  claims: readonly ResolvedClaim[],
  override: CompleteTenantSpec['quota'],
): ResolvedQuota {
  const peak = (of: (pod: ResolvedWorkload['pod']) => number) =>
    workloads.reduce((sum, { peakPods, pod }) => sum + peakPods * of(pod), 0)
  return {
    pods: Math.max(
      workloads.reduce((sum, { peakPods }) => sum + peakPods, 0),
      override.pods ?? 0,
    ),
    cpuMillis: Math.max(
      peak((pod) => pod.cpuMillis),
      override.cpuMillis ?? 0,
    ),
    memoryBytes: Math.max(
      peak((pod) => pod.memoryBytes),
      (override.memoryGiB ?? 0) * GiB,
    ),
    memoryLimitBytes: Math.max(
      peak((pod) => pod.memoryLimitBytes),
      (override.memoryGiB ?? 0) * GiB,
    ),
    ephemeralBytes: peak((pod) => pod.ephemeralBytes),
    gpus: peak((pod) => pod.gpus),
    storageBytes: claims.reduce((sum, { bytes }) => sum + bytes, 0),
    claims: claims.length,
  }
}
