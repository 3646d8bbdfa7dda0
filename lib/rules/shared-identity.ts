import type { Finding } from '../spec/finding.ts'
import type { Fleet } from './fleet.ts'

export function checkSharedIdentity(_: Fleet): Finding[] {
  return []
}
