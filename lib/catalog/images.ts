import catalogue from './images.json' with { type: 'json' }

/** An image that tenants' pods run, and other images that more than one folder of charts runs. */
export type ImageId = keyof typeof catalogue

/** One exact version of an image. */
export interface ImageVersion {
  /** Tag in the registry; never a moving one. */
  readonly tag: string
  /** `sha256:…` of the index, or null until a registry or the publisher has stated it. Never made up. */
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

/** Images by their ids, as a file `images.json` holds them. */
export type ImagesById = Readonly<Record<string, CatalogImage>>

/** The images of `lib/catalog/images.json`. Those of a component of the platform are in its folder. */
export const images: Readonly<Record<ImageId, CatalogImage>> = catalogue

/**
 * The reference of a shared image in a pod: `repository:tag`, with its digest as soon as it is known.
 *
 * @param version may be left out for an image that is in use in one version only
 * @throws when the version is not in the catalogue: rings are checked before they are resolved
 */
export function imageReference(id: ImageId, version?: string): string {
  const wanted = version ?? Object.keys(images[id].versions)[0] ?? ''
  const found = images[id].versions[wanted]
  if (!found) throw new Error(`image ${id} has no version ${wanted} in lib/catalog/images.json`)
  return referenceTo(images[id].repository, found)
}

/**
 * The reference of an image that is in use in one version, such as an image of a component.
 *
 * @throws when it has no version
 */
export function onlyReference({ repository, versions }: CatalogImage): string {
  const [only] = Object.values(versions)
  if (!only) throw new Error(`image ${repository} has no version`)
  return referenceTo(repository, only)
}

/** `repository:tag`, with the digest where it is known. */
export function referenceTo(repository: string, { tag, digest }: ImageVersion): string {
  return `${repository}:${tag}${digest ? `@${digest}` : ''}`
}
