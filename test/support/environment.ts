import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { cluster } from './arbitrary.ts'

const bare = { id: 'aa', tier: 'standard', cell: 'us-east-1-a', contacts: { owner: 'it@a.example' } } as const

/** Open WebUI's variables of a tenant that is bare but for some fields. */
export function environment(
  more: object = {},
  on: CompleteTenantClusterSpec = cluster,
): Record<string, unknown> {
  return resolveTenant(completeTenant({ ...bare, ...more } as TenantSpec), on).openWebui.env
}
