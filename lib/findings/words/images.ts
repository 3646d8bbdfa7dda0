import type { NoFacts, WordsOf } from '../words.ts'

/** Facts of findings on the catalogue of images. */
export interface ImageFacts {
  readonly 'image-unpinned': NoFacts
  readonly 'image-unresolved': { readonly message: string }
  readonly 'ring-version': {
    readonly image: string
    readonly version: string
    readonly known: readonly string[]
  }
  readonly 'tag-moved': { readonly image: string; readonly before: string; readonly after: string }
}

export const imageWords: WordsOf<ImageFacts> = {
  'image-unpinned': {
    why: () => 'it has no digest yet',
    remedy: () => 'run `npx paddock images pin` where registries can be reached',
  },
  'image-unresolved': {
    why: ({ message }) => message,
    remedy: () => 'check the tag, or try again where the registry can be reached',
  },
  'ring-version': {
    why: ({ image, version }) => `lib/catalog/images.json has no version ${version} of ${image}`,
    remedy: ({ known }) => `add it there, or choose one of ${known.join(', ')}`,
  },
  'tag-moved': {
    why: ({ image, before, after }) => `${image} moved from ${before} to ${after}`,
    remedy: () => 'look at what changed before you commit it',
  },
}
