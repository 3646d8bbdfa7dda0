import { unpinnedImages } from '../catalog/image-files.ts'
import { images } from '../catalog/images.ts'
import { ringNames, rings } from '../catalog/rings.ts'
import { error, type Finding, notice } from '../findings/finding.ts'

/** Rings name versions of the catalogue; images without a digest are reported. */
export function checkImages(): Finding[] {
  const unknown = ringNames.flatMap((ring) =>
    (
      [
        ['openWebui', 'open-webui'],
        ['ollama', 'ollama'],
      ] as const
    )
      .filter(([field, id]) => !images[id].versions[rings[ring][field]])
      .map(([field, id]) =>
        error(
          'ring-version',
          { file: 'lib/catalog/rings.ts', field: `${ring}.${field}` },
          { image: id, version: rings[ring][field], known: Object.keys(images[id].versions) },
        ),
      ),
  )
  return [
    ...unknown,
    ...unpinnedImages().map(({ file, reference }) =>
      notice('image-unpinned', { file, field: reference }, {}),
    ),
  ]
}
