import { unpinnedImages } from '../catalog/image-files.ts'
import { images } from '../catalog/images.ts'
import { ringNames, rings } from '../catalog/rings.ts'
import { error, type Finding, notice } from '../spec/finding.ts'

const catalogue = 'lib/catalog/images.json'

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
          'lib/catalog/rings.ts',
          `${ring}.${field}`,
          `${catalogue} has no version ${rings[ring][field]} of ${id}`,
          `add it there, or choose one of ${Object.keys(images[id].versions).join(', ')}`,
        ),
      ),
  )
  return [
    ...unknown,
    ...unpinnedImages().map(({ file, reference }) =>
      notice(
        'image-unpinned',
        file,
        reference,
        'it has no digest yet',
        'run `npx paddock images pin` where registries can be reached',
      ),
    ),
  ]
}
