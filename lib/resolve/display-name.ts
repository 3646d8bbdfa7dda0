import type { CompleteTenantSpec } from '../spec/index.ts'

/** The name that a tenant's users see; the id by default. */
export function displayName(spec: CompleteTenantSpec): string {
  return spec.displayName ?? spec.id
}
