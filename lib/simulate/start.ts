import { durations } from '../catalog/recovery.ts'
import { slowestRead, warmUpSeconds } from '../resolve/ollama.ts'
import type { ResolvedOllama } from '../resolve/pod-types.ts'

/** Readings of a model's bytes between its volume and a loaded model: copied, verified, loaded (`startMinutes`). */
const readings = 3

/** Seconds that a node takes from the autoscaler's decision until pods start on it. */
export function bootSeconds(nodeClass: 'cpu' | 'gpu'): number {
  return (nodeClass === 'gpu' ? durations.gpuNodeBoot : durations.cpuNodeBoot).seconds
}

/** Seconds that a node takes for an image that it does not have yet. */
export function pullSeconds(imageBytes: number): number {
  return imageBytes / slowestRead
}

/**
 * Seconds from the start of a model server's containers until it answers. This is the only place that knows how a server
 * gets its models.
 */
export function modelSeconds({ models }: Pick<ResolvedOllama, 'models'>): number {
  const bytes = models.reduce((sum, { weightsBytes }) => sum + weightsBytes, 0)
  return (readings * bytes) / slowestRead + warmUpSeconds * models.length
}

/** Seconds from the start of a container of Open WebUI until it is ready. */
export const applicationSeconds = durations.application.seconds
