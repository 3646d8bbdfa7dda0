import { fileOwner } from '../resolve/claims.ts'
import { error, type Finding } from '../spec/finding.ts'
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
    const why = `${spec.id} and ${before} would own files on EFS as the same user, ${owner}`
    return [error('file-owner', file, 'id', why, 'choose another id')]
  })
}
