import type { Statement } from '../compose/iam.ts'

/** What a call of a provider's own service asks of another one, with the caller's rights. */
export interface ElsewhereGrant {
  /** Of its statement. */
  readonly sid: string
  readonly actions: readonly string[]
  /** ARNs after `arn:aws:`, with `{account}` for the account. */
  readonly resources: readonly string[]
  readonly condition?: Statement['Condition']
}

/** What the provider of a kind calls AWS for. */
export interface ProviderGrant {
  /** Calls that name the resource. */
  readonly actions: readonly string[]
  /** ARNs after the region and account: `db:paddock-*`. */
  readonly resources: readonly string[]
  /** Calls for which AWS takes no resource but `*`: what lists, creates or belongs to the account. */
  readonly unbound?: readonly string[]
  readonly elsewhere?: readonly ElsewhereGrant[]
}

/** Grants of one service's kinds, by kind. */
export type ServiceGrants = Readonly<Record<string, ProviderGrant>>

/** Calls of a service: `named('rds', 'CreateDBInstance')` is `['rds:CreateDBInstance']`. */
export function named(service: string, ...actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`)
}
