import { readFileSync } from 'node:fs'

/** One look, as the controller logs it. Seconds of its clock. */
export interface LoggedLook {
  readonly at: number
  /** Replicas that the metrics ask for, before windows, policies and bounds. */
  readonly proposed: number
  /** When it had set other replicas; absent if it set none. */
  readonly setAt?: number
}

/** Flags of the controller manager by which its log has each look. */
export const logFlags = ['--vmodule=horizontal=4'] as const

const line = /^I\d{4} (\d\d):(\d\d):([\d.]+) .*"(Proposing desired replicas|Successfully rescaled)" (.*)$/gm

/**
 * Looks by the name of their autoscaler. Windows and periods end at a moment of the controller's clock, which nothing but
 * its log shows.
 */
export function readLooks(path: string): ReadonlyMap<string, readonly LoggedLook[]> {
  const looks = new Map<string, LoggedLook[]>()
  for (const [, hours, minutes, seconds, what, fields = ''] of readFileSync(path, 'utf8').matchAll(line)) {
    const at = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    const [, name = ''] = /(?:scaleTarget="Deployment\/hpa\/|HPA="hpa\/)([a-z-]+)"/.exec(fields) ?? []
    const all = looks.get(name) ?? []
    looks.set(name, all)
    const last = all.at(-1)
    if (what === 'Successfully rescaled' && last) all[all.length - 1] = { ...last, setAt: at }
    else all.push({ at, proposed: Number(/desiredReplicas=(\d+)/.exec(fields)?.[1]) })
  }
  return looks
}
