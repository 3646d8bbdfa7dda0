import type { Node, Pod } from './state.ts'

/** Whether a node has room for a pod beside others. */
export function hasRoom({ used, input: { room } }: Pick<Node, 'used' | 'input'>, { need }: Pod): boolean {
  return (
    used.cpuMillis + need.cpuMillis <= room.cpuMillis &&
    used.memoryBytes + need.memoryBytes <= room.memoryBytes &&
    used.gpus + need.gpus <= room.gpus
  )
}

/** Counts a pod on a node, or on a copy of one. */
export function take({ used }: Pick<Node, 'used'>, { need }: Pod): void {
  used.cpuMillis += need.cpuMillis
  used.memoryBytes += need.memoryBytes
  used.gpus += need.gpus
}

/** Share of a node that requests fill: of its GPUs where it has any, or else of the scarcer of CPU and memory. */
export function fullness({ used, input: { room, daemons } }: Node): number {
  if (room.gpus > 0) return used.gpus / room.gpus
  return Math.max(
    (used.cpuMillis + daemons.cpuMillis) / (room.cpuMillis + daemons.cpuMillis),
    (used.memoryBytes + daemons.memoryBytes) / (room.memoryBytes + daemons.memoryBytes),
  )
}

/** Shares of CPU and of memory that nodes would leave empty, added up: the measure of the expander `least-waste`. */
export function wasteOf(nodes: readonly Pick<Node, 'input' | 'used'>[]): number {
  const free = (of: 'cpuMillis' | 'memoryBytes') => {
    const all = nodes.reduce((sum, { input }) => sum + input.room[of], 0)
    return (all - nodes.reduce((sum, { used }) => sum + used[of], 0)) / all
  }
  return free('cpuMillis') + free('memoryBytes')
}
