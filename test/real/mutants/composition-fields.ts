import { hubApis } from '../../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../../crossplane/apis/region-apis.ts'
import type { Composed } from '../../../crossplane/compose/composition.ts'
import { compositionName } from '../../../crossplane/compose/composition-name.ts'
import {
  isUntagged,
  missingPaths,
  unknownFields,
  unknownInManifest,
} from '../../crossplane/composed-fields.ts'
import { type Mutant, mutated } from './mutate.ts'

const plans = new Map(
  [...regionApis, ...hubApis].flatMap(({ api, plans: all }) =>
    all.map((plan) => [compositionName(api, plan.variant), { api, plan }] as const),
  ),
)

/** Whether the checks of test/crossplane/compositions.test.ts find a field that its kind does not know. */
export function fieldsNotice(mutant: Mutant): boolean {
  const { subject } = mutant.leaf
  if (subject.at.length === 0) return false
  const known = plans.get(subject.object.metadata.name)
  const found = subject.at.reduce<unknown>(
    (at, step) => (at as Record<string | number, unknown> | undefined)?.[step],
    mutated(mutant),
  )
  const resource = { patches: [], ...(found as object) } as unknown as Composed
  if (!known || found === undefined) return false
  try {
    return (
      unknownFields(resource).length > 0 ||
      unknownInManifest(resource).length > 0 ||
      missingPaths(known.api, known.plan, resource).length > 0 ||
      isUntagged(resource)
    )
  } catch {
    // A kind without a schema is refused by the tests, too.
    return true
  }
}
