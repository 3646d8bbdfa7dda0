import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { CatalogImage, ImageVersion } from '../catalog/images.ts'
import { error, type Finding, notice } from '../findings/finding.ts'
import { type RegistryOptions, resolveDigest } from './client.ts'

type Catalogue = Record<string, CatalogImage>

/** How digests are looked up. */
export interface PinOptions extends RegistryOptions {
  /** Ask for known digests too. A tag that has moved is told and pinned anew. */
  readonly update?: boolean
}

/**
 * Fills the digests that a catalogue file lacks and writes it back, atomically. An image that cannot be resolved is
 * a finding; the others are pinned all the same.
 */
export async function pinCatalogue(
  file: string,
  options: PinOptions = {},
): Promise<{ pinned: number; findings: Finding[] }> {
  const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Catalogue
  const findings: Finding[] = []
  let pinned = 0
  for (const [id, image] of Object.entries(catalogue)) {
    for (const [version, entry] of Object.entries(image.versions)) {
      if (entry.digest !== null && !options.update) continue
      const field = `${id}.${version}`
      const found = await lookUp(image.repository, entry, field, options, findings)
      if (found === undefined || found === entry.digest) continue
      if (entry.digest !== null) {
        const facts = { image: `${image.repository}:${entry.tag}`, before: entry.digest, after: found }
        findings.push(notice('tag-moved', { file: catalogueName, field }, facts))
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
  return { pinned, findings }
}

const catalogueName = 'lib/catalog/images.json'

async function lookUp(
  repository: string,
  entry: ImageVersion,
  field: string,
  options: PinOptions,
  findings: Finding[],
): Promise<string | undefined> {
  try {
    return await resolveDigest(repository, entry.tag, options)
  } catch (cause) {
    const { message, cause: reason } = cause as Error
    const whole = reason instanceof Error ? `${message}: ${reason.message}` : message
    findings.push(error('image-unresolved', { file: catalogueName, field }, { message: whole }))
    return undefined
  }
}

/** The file's own form: as the formatter has it, so that a pin shows as one line. */
export function formatCatalogue(catalogue: Catalogue): string {
  return `${JSON.stringify(catalogue, undefined, 2)}\n`
}
