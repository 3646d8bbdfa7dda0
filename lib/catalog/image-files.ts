import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type ImagesById, referenceTo } from './images.ts'

/** A file of the image catalogue. */
export interface ImageFile {
  /** Path below the root of the repository. */
  readonly path: string
  readonly images: ImagesById
}

const shared = 'lib/catalog/images.json'
const components = 'charts/platform'
const repository = new URL('../../', import.meta.url)

/** Paths of the files of the catalogue below a root: the shared one, and one in the folder of each component that has one. */
export function imageFilePaths(root: URL): string[] {
  const folders = readdirSync(new URL(`${components}/`, root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${components}/${name}/images.json`)
  return [shared, ...folders.sort()].filter((path) => existsSync(new URL(path, root)))
}

/** The whole catalogue: every image that an object may name. */
export const imageFiles: readonly ImageFile[] = imageFilePaths(repository).map((path) => ({
  path,
  images: JSON.parse(readFileSync(new URL(path, repository), 'utf8')) as ImagesById,
}))

/** Every reference of the catalogue. An object may name no other. */
export function imageReferences(): string[] {
  return versionsOf(imageFiles).map(({ reference }) => reference)
}

/** References of the catalogue that have no digest yet, with the file that has them, sorted. */
export function unpinnedImages(): { readonly file: string; readonly reference: string }[] {
  return versionsOf(imageFiles)
    .filter(({ digest }) => digest === null)
    .map(({ file, reference }) => ({ file, reference }))
    .sort((a, b) => (a.reference < b.reference ? -1 : 1))
}

function versionsOf(files: readonly ImageFile[]) {
  return files.flatMap(({ path, images }) =>
    Object.values(images).flatMap(({ repository, versions }) =>
      Object.values(versions).map((version) => ({
        file: path,
        reference: referenceTo(repository, version),
        digest: version.digest,
      })),
    ),
  )
}
