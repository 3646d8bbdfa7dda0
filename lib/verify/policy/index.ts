import { allowedRegistries } from '../../catalog/images.ts'
import type { Manifest } from '../../kube/object.ts'
import { error, type Finding } from '../../spec/finding.ts'
import { objectBreaches } from './objects.ts'
import { podBreaches } from './pods.ts'

/** What schemas cannot say: pods that run restricted, roles without a way up, budgets that let nodes drain. */
export function verifyPolicy(
  manifests: readonly Manifest[],
  registries: readonly string[] = allowedRegistries,
): Finding[] {
  return manifests.flatMap(({ path, objects }) =>
    objects.flatMap((object) =>
      [...podBreaches(object, registries), ...objectBreaches(object)].map(({ field, why, remedy }) =>
        error('policy', `dist/${path}`, `${object.kind}/${object.metadata.name} ${field}`, why, remedy),
      ),
    ),
  )
}
