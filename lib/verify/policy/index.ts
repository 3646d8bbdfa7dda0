import type { Manifest } from '../../kube/object.ts'
import { error, type Finding } from '../../spec/finding.ts'
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
        ({ field, why, remedy }) =>
          error('policy', `dist/${path}`, `${object.kind}/${object.metadata.name} ${field}`, why, remedy),
      ),
    ),
  )
}
