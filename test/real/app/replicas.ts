import type { ContainerEnd } from './lifecycle.ts'
import type { Pod } from './pod.ts'
import type { Service } from './service.ts'

/** Pods of a Deployment behind its Service. */
export interface Replicas {
  readonly service: Service
  /** Those that have not been deleted, in the order of their start. */
  readonly pods: readonly Pod[]
  /** Starts one more; it gets connections once it is ready. */
  add(): Promise<Pod>
  /** Deletes a pod as a cluster does: it leaves the Service at once, and the kubelet ends it with its hooks. */
  remove(pod: Pod): Promise<Readonly<Record<string, ContainerEnd>>>
  /** The Service removes a deleted pod. */
  forget(pod: Pod): Promise<void>
  /** Ends all of them without their hooks. */
  stop(): Promise<void>
}

/** Starts with no pod; `start` gets a number for each new one, `ready` waits for it. */
export function replicasOf(
  service: Service,
  start: (number: number) => Promise<Pod>,
  ready: (pod: Pod) => Promise<void>,
): Replicas {
  const pods: Pod[] = []
  let started = 0
  const leave = async (pod: Pod) => {
    pods.splice(pods.indexOf(pod), 1)
    await service.route(pods)
  }
  return {
    service,
    pods,
    add: async () => {
      const number = started++
      const pod = await start(number)
      try {
        await ready(pod)
      } catch (cause) {
        await pod.stop(1)
        throw cause
      }
      pods.push(pod)
      await service.route(pods)
      return pod
    },
    remove: async (pod) => {
      await leave(pod)
      return pod.terminate()
    },
    forget: leave,
    stop: async () => {
      await Promise.all(pods.splice(0).map((pod) => pod.stop(5)))
    },
  }
}
