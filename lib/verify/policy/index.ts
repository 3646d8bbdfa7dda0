import { error, type Finding } from '../../findings/finding.ts'
import type { Manifest } from '../../kube/object.ts'
import { imageBreaches } from './images.ts'
import { objectBreaches } from './objects.ts'
import { podBreaches } from './pods.ts'

/**
 * Rules for one object that schemas cannot express: pods that run restricted, images of the catalogue, roles without a way up,
 * budgets that let nodes drain.
 *
 * @param ownImages references that the objects may name beside those of the catalogue
 */
export function verifyPolicy(
  manifests: readonly Manifest[],
  ownImages: ReadonlySet<string> = new Set(),
): Finding[] {
  return manifests.flatMap(({ path, objects }) =>
    objects.flatMap((object) =>
      [...podBreaches(object), ...imageBreaches(object, ownImages), ...objectBreaches(object)].map(
        ({ field, facts }) =>
          error(
            'policy',
            { file: `dist/${path}`, field: `${object.kind}/${object.metadata.name} ${field}` },
            facts,
          ),
      ),
    ),
  )
}
