import { completeTenant } from '../spec/complete.ts'
import type { TenantSpec } from '../spec/index.ts'
import type { TenantFile } from './fleet.ts'

/** A tenant as if loaded from a file with this content. */
export function tenantFile(file: string, written: TenantSpec): TenantFile {
  return { file, spec: completeTenant(written), written }
}
