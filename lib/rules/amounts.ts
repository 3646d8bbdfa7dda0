import type { Accelerator } from '../catalog/instances.ts'
import { GiB } from '../catalog/units.ts'
import { connectionLimit, migrateConnectionLimit } from '../resolve/database.ts'
import { identitiesPerTenant } from '../resolve/pod-identities.ts'
import type { ResolvedQuota } from '../resolve/pod-types.ts'
import { resolveTenant } from '../resolve/tenant.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'

/** Amounts of its cell and cluster that a tenant uses: a few numbers, so that thousands fit in memory. */
export interface Amounts {
  /** Millicores, bytes and GPUs that its pods hold when nothing happens, by class of node; on GPU nodes of one at least. */
  readonly guaranteed: Readonly<
    Record<'cpu' | 'gpu', { cpuMillis: number; memoryBytes: number; gpus: number }>
  >
  /**
   * Its model servers on GPUs: the nodes on which they may run, and the GPUs that they occupy when the fewest run, and one
   * replica at least: servers that scale to zero may all be asked at once.
   */
  readonly gpuServers: readonly { readonly accelerators: readonly Accelerator[]; readonly gpus: number }[]
  /** Quota that its pods need, without its override. */
  readonly needed: ResolvedQuota
  /** Ceilings of both roles in the cell's database; none when the database is the tenant's own. */
  readonly connections: number
  readonly databaseGiB: number
  readonly filesGiB: number
  readonly podIdentities: number
}

const known = new WeakMap<CompleteTenantSpec, WeakMap<CompleteTenantClusterSpec, Amounts>>()

/** Computes them from the spec; for the same spec objects only once, for all callers. */
export function amountsOf(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): Amounts {
  return known.get(spec)?.get(cluster) ?? rememberAmounts(spec, cluster, compute(spec, cluster))
}

/** Keeps what was computed, in an earlier run even, of a spec and a cluster with the same content. */
export function rememberAmounts(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
  amounts: Amounts,
): Amounts {
  const ofSpec = known.get(spec) ?? new WeakMap<CompleteTenantClusterSpec, Amounts>()
  known.set(spec, ofSpec.set(cluster, amounts))
  return amounts
}

function compute(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): Amounts {
  const tenant = resolveTenant({ ...spec, quota: {} }, cluster)
  const of = (nodeClass: 'cpu' | 'gpu') => {
    const sum = { cpuMillis: 0, memoryBytes: 0, gpus: 0 }
    for (const { guaranteedPods, pod } of tenant.workloads.filter((one) => one.nodeClass === nodeClass)) {
      const pods =
        nodeClass === 'gpu' && spec.state === 'active' ? Math.max(1, guaranteedPods) : guaranteedPods
      sum.cpuMillis += pods * pod.cpuMillis
      sum.memoryBytes += pods * pod.memoryBytes
      sum.gpus += pods * pod.gpus
    }
    return sum
  }
  return {
    guaranteed: { cpu: of('cpu'), gpu: of('gpu') },
    gpuServers: tenant.ollama
      .filter(({ nodeClass }) => nodeClass === 'gpu')
      .map(({ accelerators }) => ({ accelerators, gpus: of('gpu').gpus })),
    needed: tenant.quota,
    connections: spec.database === 'dedicated' ? 0 : connectionLimit(spec) + migrateConnectionLimit,
    databaseGiB: spec.database === 'dedicated' ? 0 : tenant.databaseBytes / GiB,
    filesGiB: tenant.filesBytes / GiB,
    podIdentities: tenant.openWebui.podIdentity ? identitiesPerTenant : 0,
  }
}
