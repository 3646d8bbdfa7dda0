import { GiB } from '../catalog/units.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { ResolvedScale } from './pod-types.ts'
import { mostReplicas, usersPerWebReplica } from './replica-users.ts'

/** Port of the application. */
export const openWebuiPort = 8080
/** One process a pod: processes share nothing but the database and Redis, so pods scale as well and fail alone. */
const processesPerPod = 1

/**
 * Replicas of Open WebUI.
 *
 * The user's memory target of 80 % is of the limit, 2.25 GiB: a process holds 1.16 GiB at rest (measured), 64 % of
 * the target, so three idle pods are again two (3 × 0.64 rounds up to 2). Of a request of that size it would be
 * over the target at rest and never scale down.
 */
export function openWebuiScale(spec: CompleteTenantSpec): ResolvedScale {
  const given = spec.scaling.openWebui
  const needed = Math.ceil(spec.expectedUsers / usersPerWebReplica)
  const most = mostReplicas.openWebui
  const min = given?.min ?? Math.min(most, Math.max(2, Math.ceil(needed / 2)))
  const max = given?.max ?? Math.min(most, Math.max(3, needed + 1))
  return { min, max, surge: 1, cpuPercent: 70, memoryBytes: 0.8 * memoryLimitBytes }
}

/** Most memory of a pod, bytes. */
export const memoryLimitBytes = 2.25 * GiB

/** Processes that may hold database connections at once: full scale and a rollout. */
export function openWebuiProcesses(spec: CompleteTenantSpec): number {
  const { max, surge } = openWebuiScale(spec)
  return (max + surge) * processesPerPod
}
