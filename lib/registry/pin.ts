import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CatalogImage, ImageVersion } from '../catalog/images.ts'
import { error, type Finding, notice } from '../findings/finding.ts'
import { type RegistryOptions, resolveDigest } from './client.ts'

type Catalogue = Record<string, CatalogImage>

/** How digests are looked up. */
export interface PinOptions extends RegistryOptions {
  /** Also request digests that are known. A moved tag is reported and pinned anew. */
  readonly update?: boolean
}

/** Result of a look-up of digests. */
export interface Pinned {
  /** Digests that changed. */
  readonly pinned: number
  /** Paths of the files that changed. */
  readonly written: readonly string[]
  readonly findings: readonly Finding[]
}

/**
 * Fills the digests that the files of the catalogue lack and writes each file back, atomically. An image that cannot be
 * resolved is a finding; the others are pinned all the same.
 *
 * @param paths files below the root
 */
export async function pinCatalogue(
  root: URL,
  paths: readonly string[],
  options: PinOptions = {},
): Promise<Pinned> {
  const findings: Finding[] = []
  const written: string[] = []
  let pinned = 0
  for (const path of paths) {
    const count = await pinFile(root, path, options, findings)
    if (count > 0) written.push(path)
    pinned += count
  }
  return { pinned, written, findings }
}

async function pinFile(root: URL, path: string, options: PinOptions, findings: Finding[]): Promise<number> {
  const file = fileURLToPath(new URL(path, root))
  const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Catalogue
  let pinned = 0
  for (const [id, image] of Object.entries(catalogue)) {
    for (const [version, entry] of Object.entries(image.versions)) {
      if (entry.digest !== null && !options.update) continue
      const field = `${id}.${version}`
      const found = await lookUp(image.repository, entry, { file: path, field }, options, findings)
      if (found === undefined || found === entry.digest) continue
      if (entry.digest !== null) {
        const facts = { image: `${image.repository}:${entry.tag}`, before: entry.digest, after: found }
        findings.push(notice('tag-moved', { file: path, field }, facts))
      }
      const { digestSource: _, ...rest } = entry
      ;(image.versions as Record<string, ImageVersion>)[version] = { ...rest, digest: found }
      pinned += 1
    }
  }
  if (pinned > 0) {
    const aside = `${file}.new`
    writeFileSync(aside, formatCatalogue(catalogue))
    renameSync(aside, file)
  }
  return pinned
}

async function lookUp(
  repository: string,
  entry: ImageVersion,
  { file, field }: { readonly file: string; readonly field: string },
  options: PinOptions,
  findings: Finding[],
): Promise<string | undefined> {
  try {
    return await resolveDigest(repository, entry.tag, options)
  } catch (cause) {
    const { message, cause: reason } = cause as Error
    const whole = reason instanceof Error ? `${message}: ${reason.message}` : message
    findings.push(error('image-unresolved', { file, field }, { message: whole }))
    return undefined
  }
}

/** The file's own form: as the formatter has it, so that a pin shows as one line. */
export function formatCatalogue(catalogue: Catalogue): string {
  return `${JSON.stringify(catalogue, undefined, 2)}\n`
}
