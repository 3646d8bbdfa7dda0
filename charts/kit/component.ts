import { MiB } from '../../lib/catalog/units.ts'
import type { Component, ComponentNamespace, ComponentPods } from '../../lib/kube/component.ts'

/** Replicas of an operator: one is the leader and one replaces it. */
export const leaderAndFollower = 2

/** Pods of an operator: a leader and a follower that write next to nothing. Memory in MiB. */
export function operatorPods(size: {
  readonly cpuMillis: number
  readonly requestMiB: number
  readonly limitMiB: number
  readonly ephemeralMiB?: number
  readonly count?: number
  readonly ports?: ComponentPods['ports']
}): ComponentPods {
  return {
    count: size.count ?? leaderAndFollower,
    cpuMillis: size.cpuMillis,
    memoryBytes: size.requestMiB * MiB,
    memoryLimitBytes: size.limitMiB * MiB,
    ephemeralBytes: (size.ephemeralMiB ?? 64) * MiB,
    gpus: 0,
    ...(size.ports ? { ports: size.ports } : {}),
  }
}

/** The namespace that a component creates. @throws when it creates none */
export function ownNamespace({ name, namespace }: Component): ComponentNamespace {
  if (!namespace || 'in' in namespace) throw new Error(`component ${name} creates no namespace`)
  return namespace
}
