import { completeTenant } from '../spec/complete.ts'
import { wordsOf } from '../spec/fields.ts'
import type { TenantSpec } from '../spec/index.ts'

/** Fields that a tenant's file leaves out and that have a fixed default, by their dotted path. */
export function tenantDefaults(written: TenantSpec): Readonly<Record<string, unknown>> {
  return Object.fromEntries(added(written, completeTenant(written), ''))
}

/** The same as lines: `  ring  general`. */
export function defaultsText(defaults: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(defaults).map((field) => field.length))
  return Object.entries(defaults)
    .map(([field, value]) => `  ${field.padEnd(width)}  ${wordsOf(value)}`)
    .join('\n')
}

function added(written: unknown, complete: unknown, path: string): [string, unknown][] {
  if (!isGroup(complete)) return written === undefined ? [[path, complete]] : []
  return Object.entries(complete).flatMap(([name, value]) =>
    added(isGroup(written) ? written[name] : undefined, value, path === '' ? name : `${path}.${name}`),
  )
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
