import { byProblem, type NoFacts, type WordsOf } from '../words.ts'

/** Facts of findings on the repository: bases of plans, and the revision that clusters read. */
export interface GitFacts {
  readonly base:
    | { readonly problem: 'no-git' }
    | { readonly problem: 'no-repository' }
    | { readonly problem: 'no-commit'; readonly ref: string; readonly shallow: boolean }
    | { readonly problem: 'unrelated'; readonly ref: string }
  readonly 'base-is-head': { readonly ref: string; readonly named: string; readonly head: string }
  readonly 'base-unreadable': NoFacts
  readonly 'dist-edited': NoFacts
  readonly git: {
    readonly cluster: string
    readonly given: string
    readonly expected: string
    readonly otherCluster: string
    readonly otherFile: string
  }
}

const wholeHistory = 'fetch the history: git fetch --unshallow, or fetch-depth: 0 in a workflow'

export const gitWords: WordsOf<GitFacts> = {
  base: byProblem({
    'no-git': { why: () => 'there is no git', remedy: () => 'install git 2.30 or newer' },
    'no-repository': {
      why: () => 'the folder is no git repository with a commit',
      remedy: () => 'run it inside the clone',
    },
    'no-commit': {
      why: ({ ref }) => `there is no commit "${ref}" here`,
      remedy: ({ ref, shallow }) =>
        shallow
          ? wholeHistory
          : `fetch it first, for example git fetch origin ${ref.replace(/^(refs\/remotes\/)?origin\//, '')}`,
    },
    unrelated: {
      why: ({ ref }) => `"${ref}" and HEAD have no commit in common here`,
      remedy: () => wholeHistory,
    },
  }),
  'base-is-head': {
    why: ({ ref, named, head }) => {
      const at = head.slice(0, 10)
      const same =
        named === head
          ? `"${ref}" and HEAD are the same commit ${at}`
          : `HEAD (${at}) is part of "${ref}" (${named.slice(0, 10)}) already`
      return `${same}, and no file of the working tree differs from it: nothing was compared`
    },
    remedy: () =>
      'change something first, or name an older base: --base HEAD~1 shows the last commit, --base <commit> all since that one',
  },
  'base-unreadable': {
    why: () => 'the base’s version cannot be read any more; the steps of its lifecycle are not checked',
    remedy: () => 'compare the two versions by hand',
  },
  'dist-edited': {
    why: () =>
      'the change writes this file, and the specs and charts give another content: the file was edited by hand or is out of date',
    remedy: () => 'change the spec or the chart, and run npm run synth',
  },
  git: {
    why: ({ cluster, given, expected, otherCluster, otherFile }) =>
      `${cluster} reads ${given}, and ${otherCluster} (${otherFile}) reads ${expected}: ` +
      'a failover is one commit that all of them must read',
    remedy: ({ expected }) => `set it to ${expected}, or change all clusters in AWS alike`,
  },
}
