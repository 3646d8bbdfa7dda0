import { byProblem, type WordsOf } from '../words.ts'

/** Facts of findings on the kind and the metadata of an object of dist. */
export interface ObjectFacts {
  readonly 'cel-rule': { readonly shown: string; readonly message: string }
  readonly 'claim-schema': { readonly id: string; readonly message: string }
  readonly metadata:
    | { readonly problem: 'name'; readonly name: string; readonly kind: string; readonly longest: number }
    | { readonly problem: 'namespace'; readonly namespace: string }
    | { readonly problem: 'cluster-scoped'; readonly kind: string }
    | { readonly problem: 'key'; readonly key: string }
    | { readonly problem: 'label-value'; readonly value: string }
    | { readonly problem: 'annotations-size'; readonly bytes: number; readonly most: number }
  readonly 'not-an-object': { readonly shown: string }
  readonly 'undefined-kind': { readonly apiVersion: string; readonly kind: string }
  readonly 'unknown-kind': { readonly id: string; readonly nearest: string }
}

const fixName = () => 'fix the name where it is derived'

export const objectWords: WordsOf<ObjectFacts> = {
  'cel-rule': {
    why: ({ shown, message }) => `${shown} ${message}`,
    remedy: () => 'fix the chart that creates this object',
  },
  'claim-schema': {
    why: ({ id, message }) => `the schema of ${id} is no schema: ${message}`,
    remedy: () => 'fix the definition of the claim',
  },
  metadata: byProblem({
    name: {
      why: ({ name, kind, longest }) =>
        `"${name}" is not a name of at most ${longest} characters that ${kind} may have`,
      remedy: fixName,
    },
    namespace: { why: ({ namespace }) => `"${namespace}" is not the name of a namespace`, remedy: fixName },
    'cluster-scoped': {
      why: ({ kind }) => `${kind} belongs to no namespace`,
      remedy: () => 'create it in a chart without a namespace',
    },
    key: { why: ({ key }) => `"${key}" is not a key`, remedy: fixName },
    'label-value': {
      why: ({ value }) => `"${value}" is not a label value of at most 63 characters`,
      remedy: fixName,
    },
    'annotations-size': {
      why: ({ bytes, most }) => `they have ${bytes} bytes of at most ${most}`,
      remedy: () => 'shorten them, or move the data into a ConfigMap',
    },
  }),
  'not-an-object': {
    why: ({ shown }) => `${shown} is no object with an apiVersion, a kind and a name`,
    remedy: () => 'fix the chart that creates this object',
  },
  'undefined-kind': {
    why: ({ apiVersion, kind }) => `no object of the cluster installs the CRD of ${apiVersion} ${kind}`,
    remedy: () =>
      'pin its file in lib/catalog/upstream.ts and add the component that installs it to charts/platform',
  },
  'unknown-kind': {
    why: ({ id }) => `${id} is not among the kinds in use`,
    remedy: ({ nearest }) => `did you mean ${nearest}? Add a new kind to lib/kube/kinds.json`,
  },
}
