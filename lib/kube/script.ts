import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A script or SQL file that runs in a pod. The linted and tested file is exactly this one. */
export interface Script {
  readonly name: string
  readonly text: string
}

/**
 * Reads a file from the folder of a chart.
 *
 * @param base `import.meta.url` of the chart
 * @throws when the file is missing: that is a mistake of ours, not of a user
 */
export function script(base: string, name: string): Script {
  return { name, text: readFileSync(new URL(name, base), 'utf8') }
}

/** `data` of a ConfigMap with the scripts. */
export function scriptData(scripts: readonly Script[]): Record<string, string> {
  return Object.fromEntries(scripts.map(({ name, text }) => [name, text]))
}

/** First eight hex digits of the SHA-256 of a value's JSON: the same on every machine. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8)
}
