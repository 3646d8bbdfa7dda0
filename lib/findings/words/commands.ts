import { byProblem, type NoFacts, type WordsOf } from '../words.ts'

/** Facts of findings of commands on files that they read or write. */
export interface CommandFacts {
  readonly 'component-name':
    | { readonly problem: 'pattern'; readonly name: string; readonly longest: number }
    | { readonly problem: 'exists' }
    | { readonly problem: 'after'; readonly after: string }
  readonly 'directory-size': { readonly bytes: number; readonly most: number }
  readonly 'file-exists': NoFacts
  readonly 'plan-file':
    | { readonly problem: 'size'; readonly mostBytes: number }
    | { readonly problem: 'absent' }
    | { readonly problem: 'not-json' }
    | { readonly problem: 'not-a-plan'; readonly at: string; readonly message: string }
  readonly 'stale-dist': {
    readonly drift: 'differing' | 'missing' | 'superfluous'
    /** All of them, from dist. */
    readonly files: readonly string[]
  }
  readonly 'unfinished-dist': NoFacts
}

/** Most files that the words of a finding name. */
const filesShown = 20

const drifts = {
  differing: 'differ from what the specs give; the specs or the code changed, or somebody edited them',
  missing: 'are missing',
  superfluous: 'are made by no spec',
} as const

const writePlan = 'write one with paddock plan --base <ref> --json'

export const commandWords: WordsOf<CommandFacts> = {
  'component-name': byProblem({
    pattern: {
      why: ({ name }) => `"${name}" is no name of a component`,
      remedy: ({ longest }) =>
        `use up to ${longest} lower-case letters, digits and single hyphens, and begin with a letter`,
    },
    exists: {
      why: () => 'it exists; it is not overwritten',
      remedy: () => 'choose another name, or edit the folder',
    },
    after: {
      why: ({ after }) => `it would come after ${after}, which does not exist`,
      remedy: () => 'name an existing component in --after',
    },
  }),
  'directory-size': {
    why: ({ bytes, most }) => `it has ${bytes} bytes; Argo CD reads a folder of ${most} at most`,
    remedy: () => 'split the component, or move tenants to another cluster',
  },
  'file-exists': {
    why: () => 'it exists; it is not overwritten',
    remedy: () => 'choose another id, or edit the file',
  },
  'plan-file': byProblem({
    size: { why: ({ mostBytes }) => `it has more than ${mostBytes} bytes`, remedy: () => writePlan },
    absent: { why: () => 'there is no such file', remedy: () => writePlan },
    'not-json': { why: () => 'it is no JSON', remedy: () => writePlan },
    'not-a-plan': {
      why: ({ at, message }) => `it is no plan: ${at} ${message}`.trim(),
      remedy: () => 'write it with this version of Paddock',
    },
  }),
  'stale-dist': {
    why: ({ drift, files }) => `${drifts[drift]}:${list(files)}`,
    remedy: () => 'run `npm run synth`, and commit dist with the specs',
  },
  'unfinished-dist': {
    why: () => 'a synth was killed while it wrote; some files are old and some new',
    remedy: () => 'run `npm run synth`, which finishes it',
  },
}

function list(files: readonly string[]): string {
  const rest = files.length - filesShown
  return [...files.slice(0, filesShown), ...(rest > 0 ? [`and ${rest} more (--json lists all)`] : [])]
    .map((line) => `\n    ${line}`)
    .join('')
}
