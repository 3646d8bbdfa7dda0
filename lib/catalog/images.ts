import catalogue from './images.json' with { type: 'json' }

/** An image of the catalogue. */
export type ImageId = keyof typeof catalogue

/** One exact version of an image. */
export interface ImageVersion {
  /** Tag in the registry; never a moving one. */
  readonly tag: string
  /** `sha256:…` of the index, or null until somebody who can know it has said it. Never made up. */
  readonly digest: string | null
  /**
   * Page at a commit on which the image's publisher states the digest; absent if the digest is the registry's own
   * answer.
   */
  readonly digestSource?: string
  /** Page on which the version is published. */
  readonly source: string
}

/** An image: where it is, and which versions are in use. */
export interface CatalogImage {
  readonly repository: string
  readonly versions: Readonly<Record<string, ImageVersion>>
}

/** The catalogue as its file holds it. */
export const images: Readonly<Record<ImageId, CatalogImage>> = catalogue

/**
 * The reference of an image in a pod: `repository:tag`, with its digest as soon as it is known.
 *
 * @param version may be left out for an image that is in use in one version only
 * @throws when the version is not in the catalogue: rings are checked before they are resolved
 */
export function imageReference(id: ImageId, version?: string): string {
  const { repository, versions } = images[id]
  const wanted = version ?? Object.keys(versions)[0] ?? ''
  const found = versions[wanted]
  if (!found) throw new Error(`image ${id} has no version ${wanted} in lib/catalog/images.json`)
  return `${repository}:${found.tag}${found.digest ? `@${found.digest}` : ''}`
}

/** Every reference of the catalogue: what an object may name, to the letter. */
export function imageReferences(): string[] {
  return (Object.keys(images) as ImageId[]).flatMap((id) =>
    Object.keys(images[id].versions).map((version) => imageReference(id, version)),
  )
}

/** References of the catalogue that have no digest yet, sorted. */
export function unpinnedImages(): string[] {
  return Object.values(images)
    .flatMap(({ repository, versions }) =>
      Object.values(versions)
        .filter(({ digest }) => digest === null)
        .map(({ tag }) => `${repository}:${tag}`),
    )
    .sort()
}
