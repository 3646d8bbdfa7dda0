import { hubApis } from '../../../crossplane/apis/hub-apis.ts'
import { type ComposedApi, regionApis } from '../../../crossplane/apis/region-apis.ts'
import type { Composed } from '../../../crossplane/compose/composition.ts'
import { compositionName } from '../../../crossplane/compose/composition-name.ts'
import type { KubeObject, Manifest } from '../../../lib/kube/object.ts'
import type { World } from './policy-tests.ts'

interface Spec {
  readonly pipeline: readonly { readonly input?: { readonly resources?: readonly Composed[] } }[]
}

/** Compositions' sources with the resources that dist has, so that tests of sources see a change of dist. */
export function worldOf(manifests: readonly Manifest[]): World {
  const drawn = new Map(
    manifests
      .flatMap(({ objects }) => objects)
      .filter(({ kind }) => kind === 'Composition')
      .map((object) => [object.metadata.name, object]),
  )
  return { manifests, regionApis: withResources(regionApis, drawn), hubApis: withResources(hubApis, drawn) }
}

function withResources(
  apis: readonly ComposedApi[],
  drawn: ReadonlyMap<string, KubeObject>,
): readonly ComposedApi[] {
  return apis.map(({ api, plans }) => ({
    api,
    plans: plans.map((plan) => {
      const object = drawn.get(compositionName(api, plan.variant))
      if (!object) return plan
      const { pipeline } = object['spec'] as Spec
      const resources = pipeline.flatMap(({ input }) => input?.resources ?? [])
      const sources = new Map(plan.resources.map((one) => [one.name, one]))
      return {
        ...plan,
        resources: resources.map(
          (one): Composed => ({ ...sources.get(one.name), ...one, patches: one.patches ?? [] }),
        ),
      }
    }),
  }))
}
