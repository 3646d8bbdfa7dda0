import { byProblem, type WordsOf } from '../words.ts'

interface Held {
  readonly model: string
  readonly region: string
  /** Key of the object in S3. */
  readonly key: string
}

/** Facts of findings on released versions of models. */
export interface ReleaseFacts {
  readonly 'model-not-held':
    | (Held & { readonly problem: 'store'; readonly message: string })
    | (Held & { readonly problem: 'missing' })
    | (Held & { readonly problem: 'damaged'; readonly digest: string })
    | (Held & { readonly problem: 'length'; readonly bytes: number; readonly expectedBytes: number })
    | (Held & { readonly problem: 'no-checksum' })
    | (Held & { readonly problem: 'other-bytes' })
    | { readonly problem: 'regions-differ'; readonly model: string; readonly key: string }
    | { readonly problem: 'too-large'; readonly model: string; readonly bytes: number }
  readonly 'model-unreleased':
    | {
        readonly problem: 'pin'
        readonly model: string
        readonly digest: string
        readonly known: readonly string[]
      }
    | { readonly problem: 'pointer'; readonly digest: string; readonly known: readonly string[] }
    | { readonly problem: 'none' }
}

const publish = ({ model }: { readonly model: string }) =>
  `publish it again: npx paddock models publish ${model}`
const versions = (known: readonly string[]) => known.join(' or ') || 'none'

export const releaseWords: WordsOf<ReleaseFacts> = {
  'model-not-held': byProblem({
    store: {
      why: ({ region, key, message }) => `${region}: ${key} cannot be read: ${message}`,
      remedy: publish,
    },
    missing: { why: ({ region, key }) => `${region}: ${key} is missing`, remedy: publish },
    damaged: {
      why: ({ region, key, digest }) => `${region}: ${key} is damaged: its digest is ${digest}`,
      remedy: publish,
    },
    length: {
      why: ({ region, key, bytes, expectedBytes }) =>
        `${region}: ${key} has ${bytes} bytes, the manifest says ${expectedBytes}`,
      remedy: publish,
    },
    'no-checksum': {
      why: ({ region, key }) => `${region}: ${key} has no SHA-256 by S3’s own count`,
      remedy: publish,
    },
    'other-bytes': {
      why: ({ region, key }) => `${region}: ${key} has other bytes by S3’s own count than its name says`,
      remedy: publish,
    },
    'regions-differ': {
      why: ({ key }) => `${key} has not the same bytes in each region by S3’s own count`,
      remedy: publish,
    },
    'too-large': {
      why: ({ bytes }) =>
        `the version has ${bytes} bytes, more than servers have room for by the catalogue’s weightsBytes`,
      remedy: ({ model }) => `correct ${model} in lib/catalog/models.ts first`,
    },
  }),
  'model-unreleased': byProblem({
    pin: {
      why: ({ digest }) => `${digest} was never released: nothing says that both regions have it`,
      remedy: ({ model, digest, known }) =>
        `release it: npx paddock models release ${model} ${digest}; or pin ${versions(known)}`,
    },
    pointer: {
      why: ({ digest }) => `${digest} is not among its released versions`,
      remedy: ({ known }) => `set it to ${versions(known)}`,
    },
    none: {
      why: () => 'no version of it is released yet, so its servers in AWS wait for it',
      remedy: () => 'run `npx paddock models publish <model>` and `release` where S3 can be reached',
    },
  }),
}
