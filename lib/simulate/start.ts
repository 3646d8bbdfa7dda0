import { durations } from '../catalog/recovery.ts'
import { startMinutes } from '../resolve/model-start.ts'
import { slowestRead } from '../resolve/ollama.ts'
import type { ResolvedOllama } from '../resolve/pod-types.ts'

/** Seconds that a node takes from the autoscaler's decision until pods start on it. */
export function bootSeconds(nodeClass: 'cpu' | 'gpu'): number {
  return (nodeClass === 'gpu' ? durations.gpuNodeBoot : durations.cpuNodeBoot).seconds
}

/** Seconds that a node takes for an image that it does not have yet. */
export function pullSeconds(imageBytes: number): number {
  return imageBytes / slowestRead
}

/** Seconds from the start of a model server's containers until it answers: the whole minutes that are promised. */
export function modelSeconds({ nodeClass, models }: Pick<ResolvedOllama, 'nodeClass' | 'models'>): number {
  const names = models.map(({ name }) => name)
  return 60 * startMinutes(nodeClass, names, 'there')
}

/** Seconds from the start of a container of Open WebUI until it is ready. */
export const applicationSeconds = durations.application.seconds
