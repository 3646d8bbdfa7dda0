/**
 * How long a pod of Open WebUI may take to end, in one place: hook, grace period, migration and node autoscaler agree only
 * if they take it from here. Seconds.
 */
export const endTimes = {
  /** After a pod began to end its ingress controller may still send requests so long. */
  settle: 15,
  /** After SIGTERM, Open WebUI lets requests continue for this time (`--timeout-graceful-shutdown`). */
  stop: 25,
  /** Between the last of them and the kernel's kill. */
  margin: 15,
  /**
   * All together. The cluster autoscaler waits so long for the pods of a node; EKS, which replaces nodes for a new version,
   * gives up after 900 s.
   * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
   */
  grace: 600,
} as const

/** The longest that an answer is waited for when its pod ends. Seconds. */
export const drainSeconds = endTimes.grace - endTimes.settle - endTimes.stop - endTimes.margin
