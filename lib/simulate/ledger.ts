import type { GroupInput } from './inputs.ts'
import { type Node, payersOf } from './state.ts'

/** USD of a day by payer. Nobody pays for the platform's pods and for room that is empty. */
export interface TenantBill {
  cpuUsd: number
  gpuUsd: number
}

/** Time and price of the nodes of a group. */
export interface GroupBill {
  nodeSeconds: number
  usd: number
  most: number
}

/**
 * Adds up what nodes cost, from their launch to their end. The tenants on a GPU node pay for all of it, by the GPUs that
 * they request; while it boots, those for whom it does, and when it is empty, those who were the last on it. On CPU nodes each tenant pays for its requests, by the
 * scarcer of CPU and memory.
 */
export class Ledger {
  readonly tenants = new Map<string, TenantBill>()
  readonly groups = new Map<GroupInput, GroupBill>()
  usd = 0

  /** Counts a stretch in which nothing changed. Seconds. */
  count(nodes: readonly Node[], seconds: number): void {
    const alive = new Map<GroupInput, number>()
    for (const node of nodes) {
      if (node.state === 'gone') continue
      const usd = (node.input.usdPerHour * seconds) / 3600
      alive.set(node.input, (alive.get(node.input) ?? 0) + 1)
      const group = this.groups.get(node.input) ?? { nodeSeconds: 0, usd: 0, most: 0 }
      group.nodeSeconds += seconds
      group.usd += usd
      this.groups.set(node.input, group)
      this.usd += usd
      if (node.input.group.nodeClass === 'gpu') this.#countGpu(node, usd)
      else this.#countCpu(node, usd)
    }
    for (const [input, count] of alive) {
      const group = this.groups.get(input)
      if (group) group.most = Math.max(group.most, count)
    }
  }

  #countGpu(node: Node, usd: number): void {
    const here = payersOf(node.pods)
    if (here.length > 0) node.lastTenants = here
    for (const tenant of node.lastTenants) this.#bill(tenant).gpuUsd += usd / node.lastTenants.length
  }

  #countCpu(node: Node, usd: number): void {
    const { room } = node.input
    for (const { workload, need } of node.pods) {
      if (!workload) continue
      const share = Math.max(need.cpuMillis / room.cpuMillis, need.memoryBytes / room.memoryBytes)
      this.#bill(workload.input.tenant).cpuUsd += usd * share
    }
  }

  #bill(tenant: string): TenantBill {
    const bill = this.tenants.get(tenant) ?? { cpuUsd: 0, gpuUsd: 0 }
    this.tenants.set(tenant, bill)
    return bill
  }
}
