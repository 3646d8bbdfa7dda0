import { byProblem, type WordsOf } from '../words.ts'

interface Referred {
  readonly kind: string
  /** Empty for an object of the cluster. */
  readonly namespace: string
  readonly name: string
}

/** Facts of findings on names that lead from one object to another. */
export interface ReferenceFacts {
  readonly duplicate:
    | { readonly problem: 'twice'; readonly otherFile: string }
    | { readonly problem: 'shared' }
  readonly env: { readonly variable: string }
  readonly port: { readonly port: string }
  readonly reference:
    | (Referred & { readonly problem: 'missing' })
    | (Referred & { readonly problem: 'key'; readonly key: string })
  readonly selector: { readonly selector: object }
  readonly volume:
    | { readonly problem: 'missing'; readonly volume: string }
    | { readonly problem: 'unused'; readonly volume: string }
}

const nameOf = ({ kind, namespace, name }: Referred) =>
  `${kind} ${[namespace, name].filter(Boolean).join('/')}`
const fixLabels = () => 'fix the labels in the chart that creates this object'
const fixNames = () => 'fix the names in the chart that creates this object'
const createIt = () => 'create it, or fix the name'

export const referenceWords: WordsOf<ReferenceFacts> = {
  duplicate: byProblem({
    twice: {
      why: ({ otherFile }) => `the object is in ${otherFile} too`,
      remedy: () => 'create it once',
    },
    shared: {
      why: () => 'the platform has an object of that name',
      remedy: () => 'create it once',
    },
  }),
  env: { why: ({ variable }) => `${variable} is set twice`, remedy: () => 'keep one of them' },
  port: { why: ({ port }) => `no container has a port "${port}"`, remedy: fixNames },
  reference: byProblem({
    missing: {
      why: (facts) => `${nameOf(facts)} does not exist and no object makes it`,
      remedy: createIt,
    },
    key: {
      why: (facts) => `${nameOf(facts)} has no ${facts.kind === 'Service' ? 'port' : 'key'} ${facts.key}`,
      remedy: createIt,
    },
  }),
  selector: {
    why: ({ selector }) => `${JSON.stringify(selector)} selects no pod of the namespace`,
    remedy: fixLabels,
  },
  volume: byProblem({
    missing: {
      why: ({ volume }) => `a container mounts the volume ${volume}, which does not exist`,
      remedy: fixNames,
    },
    unused: { why: ({ volume }) => `no container mounts the volume ${volume}`, remedy: fixNames },
  }),
}
