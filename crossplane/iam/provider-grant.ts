import type { Statement } from '../compose/iam.ts'

/** A call that AWS makes to another service with the caller's permissions. */
export interface ElsewhereGrant {
  /** Sid of its statement. */
  readonly sid: string
  readonly actions: readonly string[]
  /** ARNs after `arn:aws:`, with `{account}` for the account. */
  readonly resources: readonly string[]
  readonly condition?: Statement['Condition']
}

/** AWS calls of the provider of a kind. */
export interface ProviderGrant {
  /** Calls that support resources. */
  readonly actions: readonly string[]
  /** ARNs after the region and account: `db:paddock-*`. */
  readonly resources: readonly string[]
  /** Calls that accept only `*` as resource: they list, create or belong to the account. */
  readonly unbound?: readonly string[]
  readonly elsewhere?: readonly ElsewhereGrant[]
}

/** Grants of one service's kinds, by kind. */
export type ServiceGrants = Readonly<Record<string, ProviderGrant>>

/** Calls of a service: `named('rds', 'CreateDBInstance')` is `['rds:CreateDBInstance']`. */
export function named(service: string, ...actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`)
}
