import { type InstanceTypeName, instanceType } from '../catalog/instances.ts'
import { type Throughput, throughput } from '../catalog/throughput.ts'
import { typesInUse } from '../resolve/fleet.ts'
import type { ResolvedTenant } from '../resolve/types.ts'
import type { CompleteTenantClusterSpec } from '../spec/index.ts'
import type { Step } from './report.ts'

type Groups = Extract<CompleteTenantClusterSpec, { kind: 'regional' }>['nodeGroups']
type Server = ResolvedTenant['ollama'][number]

/** The steps of a server's models, and the tenant and bytes that they are of. */
export interface ModelSteps {
  readonly id: string
  readonly steps: readonly Step[]
  readonly seconds: number
}

/**
 * The slowest models of some tenants on a cluster's nodes: one pass from the file system to the node, and one from the
 * node's disk into memory. A node that has them already saves the first; no node is expected to.
 *
 * @param stage stage of the first pass; the second is two later, because the server’s image comes in between
 */
export function slowestModels(tenants: readonly ResolvedTenant[], groups: Groups, stage: number): ModelSteps {
  const all = tenants.flatMap(({ id, ollama }) =>
    ollama.map((server) => modelSteps(id, server, groups, stage)),
  )
  const none: ModelSteps = { id: tenants[0]?.id ?? '', steps: [], seconds: 0 }
  return all.reduce((most, one) => (one.seconds > most.seconds ? one : most), none)
}

function modelSteps(id: string, server: Server, groups: Groups, stage: number): ModelSteps {
  const bytes = server.models.reduce((sum, one) => sum + one.weightsBytes, 0)
  const types = typesInUse(groups, server.nodeClass).filter((type) => places(server, type))
  const copied = slowest(types, copyLimits)
  const loaded = slowest(types, (type) => [disk(type)])
  const size = `${(bytes / 1e9).toFixed(1)} GB`
  const step = (name: string, at: number, by: Limit): Step => ({
    name: `${size} of models of ${id} ${name}`,
    seconds: Math.ceil(bytes / by.bytesPerSecond),
    basis: by.basis,
    by: `${Math.floor(by.bytesPerSecond / 1e6)} MB/s: ${by.source}`,
    stage: at,
  })
  const steps = [
    step('copied to the node and verified', stage, copied),
    step('loaded from its disk', stage + 2, loaded),
  ]
  return { id, steps, seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0) }
}

/** Whether a pod of the server may be placed on nodes of the type. */
function places({ accelerators, nodeClass }: Server, type: InstanceTypeName): boolean {
  const { gpu } = instanceType(type)
  return nodeClass === 'cpu' || (gpu !== undefined && accelerators.includes(gpu.accelerator))
}

type Limit = Throughput

/** Limits of the first pass: file system, network, digest and disk. */
function copyLimits(type: InstanceTypeName): readonly Limit[] {
  const network: Limit = {
    bytesPerSecond: (instanceType(type).networkMbps * 1_000_000) / 8,
    basis: 'documented',
    source: `baseline of the network of ${type}, Karpenter v1.14`,
  }
  return [throughput.efsClient, network, throughput.digest, disk(type)]
}

function disk(type: InstanceTypeName): Limit {
  return instanceType(type).localDiskBytes > 0 ? throughput.instanceStore : throughput.rootDisk
}

/** The lowest limit on the slowest of the types. */
function slowest(
  types: readonly InstanceTypeName[],
  limits: (type: InstanceTypeName) => readonly Limit[],
): Limit {
  const all = types.flatMap(limits)
  return all.reduce(
    (least, one) => (one.bytesPerSecond < least.bytesPerSecond ? one : least),
    all[0] ?? disk('c5.2xlarge'),
  )
}
