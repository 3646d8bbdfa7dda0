import { error, type Finding } from '../findings/finding.ts'
import { fileOwner } from '../resolve/claims.ts'
import type { Fleet } from './fleet.ts'

/** No two tenants own files as the same user: the id is a digest, which nothing but this keeps apart. */
export function checkFileOwners({ tenants }: Fleet): Finding[] {
  const owners = new Map<number, string>()
  return tenants.flatMap(({ file, spec }) => {
    const owner = fileOwner(spec.id)
    const before = owners.get(owner)
    owners.set(owner, before ?? spec.id)
    // Another rule reports a file that is listed twice.
    if (before === undefined || before === spec.id) return []
    return [error('file-owner', { file, field: 'id' }, { id: spec.id, other: before, owner })]
  })
}
