import type { InstanceTypeName } from '../catalog/instances.ts'
import { catalogModel, storeRoom } from '../catalog/models.ts'
import { GiB } from '../catalog/units.ts'
import type { Facts } from '../findings/catalogue.ts'
import { error, type Finding } from '../findings/finding.ts'
import { resolveFleet, typesInUse } from '../resolve/fleet.ts'
import { modelCacheRoom } from '../resolve/model-cache.ts'
import { serverPod } from '../resolve/model-proxy.ts'
import { gpuFits, type ModelServer, modelServers } from '../resolve/model-server.ts'
import type { CompleteRegionalSpec } from '../spec/index.ts'
import { cellHolders, type Fleet } from './fleet.ts'

type Problem = Facts['model-cache']

/**
 * On each type of node that a model server may run on, the cache holds its largest model, and the disk has room for the
 * cache and the pod. One finding for each type and problem, however many tenants have it.
 *
 * @param roomOf room of the cache on a node of a type
 */
export function checkModelCaches(fleet: Fleet, roomOf = modelCacheRoom): Finding[] {
  const holders = cellHolders(fleet)
  const found = new Map<string, Finding>()
  for (const { spec } of fleet.tenants) {
    for (const { file, spec: cluster } of holders.get(spec.cell) ?? []) {
      if (cluster.kind !== 'regional') continue
      for (const server of modelServers(spec)) {
        const field = `nodeGroups.${server.nodeClass}.types`
        for (const problem of problemsOf(server, cluster, roomOf)) {
          const key = [file, problem.type, problem.problem].join(' ')
          if (!found.has(key)) found.set(key, error('model-cache', { file, field }, problem))
        }
      }
    }
  }
  return [...found.values()]
}

function problemsOf(
  server: ModelServer,
  cluster: CompleteRegionalSpec,
  roomOf: typeof modelCacheRoom,
): Problem[] {
  const { groups } = resolveFleet(cluster.nodeGroups)
  const [largest] = [...server.models].map(catalogModelOf).sort((a, b) => b.bytes - a.bytes)
  if (!largest) return []
  return typesOf(server, cluster).flatMap(({ type, gpus }): Problem[] => {
    const { budgetBytes, roomBytes } = roomOf(type)
    const template = groups.find((group) => group.type === type)?.nodeTemplate
    const diskBytes = (template?.ephemeralStorageGiB ?? 0) * GiB
    const neededBytes = serverPod(server, gpus).ephemeralBytes + roomBytes
    const budget: Problem = {
      problem: 'budget',
      model: largest.name,
      neededBytes: largest.bytes,
      budgetBytes,
      type,
    }
    const name = `ollama-${server.nodeClass}`
    return [
      ...(largest.bytes > budgetBytes ? [budget] : []),
      ...(neededBytes > diskBytes
        ? [{ problem: 'disk' as const, server: name, neededBytes, diskBytes, type }]
        : []),
    ]
  })
}

function catalogModelOf(name: ModelServer['models'][number]) {
  return { name, bytes: catalogModel(name).weightsBytes * storeRoom }
}

/** The types that a server's pods may be placed on. A server that fits none has a finding of another rule. */
function typesOf(
  server: ModelServer,
  { nodeGroups }: CompleteRegionalSpec,
): { readonly type: InstanceTypeName; readonly gpus: number }[] {
  const types = typesInUse(nodeGroups, server.nodeClass)
  if (server.nodeClass === 'cpu') return types.map((type) => ({ type, gpus: 0 }))
  const fits = gpuFits(server, types)
  return fits.filter(({ gpus }) => gpus === fits[0]?.gpus)
}
