import type { Probe } from './types/kubernetes.ts'

/** How a controller tells that it is alive and that it is ready. */
export interface ControllerHealth {
  readonly port: string
  readonly live: string
  readonly ready: string
  readonly scheme?: 'HTTPS'
  /** Until it must be up, seconds. */
  readonly startupSeconds: number
}

/** Probes of a controller: killed when it has not come up in time or is silent for a minute. */
export function controllerProbes({ port, live, ready, scheme, startupSeconds }: ControllerHealth): {
  readonly startup: Probe
  readonly liveness: Probe
  readonly readiness: Probe
} {
  const get = (path: string) => ({ httpGet: { path, port, ...(scheme ? { scheme } : {}) } })
  return {
    startup: {
      ...get(live),
      failureThreshold: Math.ceil(startupSeconds / 5),
      periodSeconds: 5,
      timeoutSeconds: 3,
    },
    liveness: { ...get(live), failureThreshold: 6, periodSeconds: 10, timeoutSeconds: 5 },
    readiness: { ...get(ready), failureThreshold: 3, periodSeconds: 5, timeoutSeconds: 3 },
  }
}
