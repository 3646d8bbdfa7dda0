import type { KubeObject } from '../kube/object.ts'

/** A field of an object by its path; undefined if a step is missing. */
export function field(object: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    object,
  )
}

/** A list at a path; empty if there is none. */
export function list(object: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = field(object, ...path)
  return Array.isArray(value) ? value : []
}

/** Text at a path; empty if there is none. */
export function text(object: unknown, ...path: readonly (string | number)[]): string {
  const value = field(object, ...path)
  return typeof value === 'string' ? value : ''
}

/** A number at a path, or the given one if there is none. */
export function number(object: unknown, fallback: number, ...path: readonly (string | number)[]): number {
  const value = field(object, ...path)
  return typeof value === 'number' ? value : fallback
}

/** Objects of a kind. */
export function ofKind(objects: readonly KubeObject[], kind: string): readonly KubeObject[] {
  return objects.filter((one) => one.kind === kind)
}

const seconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 }

/**
 * Seconds of a duration as Go writes it: `10m`, `1h30m0s`; undefined if it is none.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^([0-9.]+(h|ms|m|s))+$/.test(value)) return undefined
  return [...value.matchAll(/([0-9.]+)(h|ms|m|s)/g)].reduce(
    (sum, [, count = '0', unit = 's']) => sum + Number(count) * (seconds[unit] ?? 0),
    0,
  )
}
