import type { CompleteTenantSpec } from '../spec/index.ts'

/** Mail addresses of a tenant: the owner's wherever the file names nobody else. */
export function contactsOf({ contacts }: CompleteTenantSpec): {
  readonly owner: string
  readonly technical: string
  readonly billing: string
} {
  const { owner, technical = owner, billing = owner } = contacts
  return { owner, technical, billing }
}
