import { byProblem, type WordsOf } from '../words.ts'

/** Facts of findings on steps of a tenant's lifecycle. States as in the spec; `absent` has no file. */
export interface LifecycleFacts {
  readonly lifecycle:
    | { readonly problem: 'file-deleted'; readonly was: string }
    | { readonly problem: 'start'; readonly is: string }
    | { readonly problem: 'revived'; readonly is: string }
    | { readonly problem: 'jump'; readonly was: string; readonly is: string }
    | {
        readonly problem: 'moved'
        readonly field: 'cell' | 'database' | 'residency'
        readonly was: string
        readonly is: string
        readonly stateBefore: string
        readonly stateAfter: string
      }
    | { readonly problem: 'renamed'; readonly id: string }
}

const leftBehind = {
  cell: 'its data stays in the cell that it leaves',
  database: 'its data stays in the database that it leaves',
  residency: 'copies of its data stay where they are',
} as const

export const lifecycleWords: WordsOf<LifecycleFacts> = {
  lifecycle: byProblem({
    'file-deleted': {
      why: ({ was }) => `the file of a tenant that is ${was} is deleted; its data would be deleted with it`,
      remedy: ({ was }) =>
        `put it back, set state to '${was === 'offboarding' ? 'deleted' : 'offboarding'}', and delete it in a later pull request`,
    },
    start: {
      why: ({ is }) => `a tenant cannot begin as ${is}`,
      remedy: () => 'leave state out, and offboard it once it has run',
    },
    revived: {
      why: ({ is }) => `a tenant that is deleted cannot become ${is} at once: Argo CD cannot undo a deletion`,
      remedy: () => 'remove its file, onboard a tenant of another id, and restore the export into it',
    },
    jump: {
      why: ({ was, is }) => `a tenant that is ${was} cannot become ${is} at once`,
      remedy: ({ is }) =>
        `set state to ${is === 'deleted' ? `'offboarding', look at the export` : `'suspended', look at its data`}, then to '${is}'`,
    },
    moved: {
      why: ({ field, was, is, stateBefore, stateAfter }) => {
        const state = stateBefore === stateAfter ? `is ${stateBefore}` : `becomes ${stateAfter}`
        return `${field} changes from ${was} to ${is} while the tenant ${state}; ${leftBehind[field]}`
      },
      remedy: () => 'suspend the tenant first and follow "Move" in docs/lifecycle.md',
    },
    renamed: {
      why: ({ id }) =>
        `the tenant is renamed to ${id}; every derived name (namespace, schema, secret) would change and its data stay behind`,
      remedy: () => 'keep the id and change displayName, or onboard a new tenant beside it',
    },
  }),
}
