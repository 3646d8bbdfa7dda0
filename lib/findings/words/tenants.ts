import { byProblem, type WordsOf } from '../words.ts'

/** Facts of findings on a tenant's names, amounts and settings. */
export interface TenantFacts {
  readonly 'file-owner': { readonly id: string; readonly other: string; readonly owner: number }
  readonly 'name-length': { readonly name: string; readonly system: string; readonly limit: number }
  readonly 'no-effect':
    | { readonly problem: 'backups'; readonly days: number; readonly cell: string }
    | { readonly problem: 'logs'; readonly days: number }
    | { readonly problem: 'wake'; readonly min: number }
    | { readonly problem: 'local'; readonly regions: readonly string[] }
  readonly quota: { readonly given: number; readonly needed: number }
  readonly 'reserved-id': { readonly tenant: string; readonly replica: string }
  readonly scaling: { readonly min: number; readonly max: number }
}

export const tenantWords: WordsOf<TenantFacts> = {
  'file-owner': {
    why: ({ id, other, owner }) => `${id} and ${other} would own files on EFS as the same user, ${owner}`,
    remedy: () => 'choose another id',
  },
  'name-length': {
    why: ({ name, system, limit }) => `${name} is longer than the ${limit} characters of ${system}`,
    remedy: () => 'choose a shorter id',
  },
  'no-effect': byProblem({
    backups: {
      why: ({ days }) =>
        `${days} has no effect: the shared database is backed up as the cell’s file says for all tenants`,
      remedy: ({ cell }) =>
        `remove it and set cells.${cell}.database.backupDays, or set database to 'dedicated'`,
    },
    logs: {
      why: ({ days }) => `${days} is priced and has no other effect yet: no logs of tenants are collected`,
      remedy: () => 'promise nothing of it before logs are collected',
    },
    wake: {
      why: ({ min }) => `it has no effect: ${min} replicas always run, so no request waits for a start`,
      remedy: () => 'remove it, or set gpuReplicas.min to 0',
    },
    local: {
      why: ({ regions }) =>
        `${regions.join(', ')} has no effect: data of a cluster of kind local stays in it`,
      remedy: () => 'remove it',
    },
  }),
  quota: {
    why: ({ given, needed }) => `${given} is less than the ${needed} that its pods request at full scale`,
    remedy: ({ needed }) => `raise it to ${needed} or more, or remove it`,
  },
  'reserved-id': {
    why: ({ tenant, replica }) => `RDS calls the copy of a database of tenant ${tenant} ${replica}`,
    remedy: () => 'choose an id that does not end in -replica',
  },
  scaling: {
    why: ({ min, max }) => `${min} is more than max, ${max}`,
    remedy: ({ max }) => `set min to ${max} or less`,
  },
}
