import { catalogModel, type ModelName } from '../catalog/models.ts'
import { durations } from '../catalog/recovery.ts'
import { slowestRead, warmUpSeconds } from './ollama.ts'

/**
 * Minutes until a model server that starts has its models: they are copied and verified in one pass, loaded in another,
 * each at the slowest rate that waits are sized for, and tried out; before that a node may have to boot. A node whose
 * cache has them saves the first pass. Whole minutes, rounded up.
 */
export function startMinutes(
  nodeClass: 'cpu' | 'gpu',
  models: readonly ModelName[],
  node: 'boots' | 'there',
): number {
  const boot = nodeClass === 'gpu' ? durations.gpuNodeBoot : durations.cpuNodeBoot
  const bytes = models.reduce((sum, name) => sum + catalogModel(name).weightsBytes, 0)
  const seconds =
    (node === 'boots' ? boot.seconds : 0) + (2 * bytes) / slowestRead + warmUpSeconds * models.length
  return Math.ceil(seconds / 60)
}
