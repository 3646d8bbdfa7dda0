import { instanceType } from '../catalog/instances.ts'
import { error, type Finding } from '../findings/finding.ts'
import { resolveFleet, typesInUse } from '../resolve/fleet.ts'
import { gpuReplicas } from '../resolve/gpu-scale.ts'
import { gpuFits, modelServers } from '../resolve/model-server.ts'
import { cellHolders, type PlatformFleet } from './fleet.ts'

/**
 * A tenant's GPU server at its most replicas has nodes: in its cluster and in the standby cluster, the groups with the
 * accelerators that hold it have as many GPUs at their maximum. The sum over tenants may be larger: they rarely scale out at once.
 */
export function checkGpuScale(fleet: PlatformFleet): Finding[] {
  const holders = cellHolders(fleet)
  return fleet.tenants.flatMap(({ file, spec, written }) => {
    const server = modelServers(spec).find(({ nodeClass }) => nodeClass === 'gpu')
    if (!server || spec.state !== 'active') return []
    const { max } = gpuReplicas(spec)
    return (holders.get(spec.cell) ?? []).flatMap((cluster) => {
      if (cluster.spec.kind !== 'regional') return []
      const { nodeGroups } = cluster.spec
      const [best, ...others] = gpuFits(server, typesInUse(nodeGroups, 'gpu'))
      // A server that fits no node has a finding already.
      if (!best) return []
      const accelerators = [best, ...others]
        .filter(({ gpus }) => gpus === best.gpus)
        .map(({ accelerator }) => accelerator)
      const available = resolveFleet(nodeGroups).groups.reduce((sum, { type, max }) => {
        const { gpu } = instanceType(type)
        return gpu && accelerators.includes(gpu.accelerator)
          ? sum + max * Math.floor(gpu.count / best.gpus)
          : sum
      }, 0)
      if (max <= available) return []
      const field = written.tier === 'premium' && written.gpuReplicas ? 'gpuReplicas.max' : 'expectedUsers'
      const names = [...new Set(accelerators)].sort()
      return [
        error(
          'gpu-scale',
          { file, field },
          { max, available, accelerators: names, clusterFile: cluster.file },
        ),
      ]
    })
  })
}
