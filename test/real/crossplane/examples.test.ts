import { describe, expect, inject, test } from 'vitest'
import { hubApis } from '../../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../../crossplane/apis/region-apis.ts'
import { compositionName } from '../../../crossplane/compose/composition-name.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { examples } from '../../crossplane/example-claims.ts'
import { apisOf, environmentsOf } from './cluster.ts'
import { live } from './life.ts'
import { schemaFindings } from './strict.ts'

const renderer = inject('renderer')
const cases = [
  ...regionApis.map((one) => ({ ...one, cluster: 'us-east-1' })),
  ...hubApis.map((one) => ({ ...one, cluster: 'hub' })),
].flatMap(({ api, plans, cluster }) =>
  plans.map((plan) => ({ name: compositionName(api, plan.variant), api, plan, cluster })),
)

describe.each(cases)('$name', ({ name, api, plan, cluster }) => {
  test('makes all that it is made of, step by step, and each object is valid for its kind', async () => {
    const [example] = examples.filter((one) => one.api === api)
    if (!example) throw new Error(`test/crossplane/example-claims.ts has no ${api.kind}`)
    const claim = chosen(example.claim, name)
    const life = await live(renderer, apisOf(cluster), claim, environmentsOf(plan.environments, claim))
    expect(life.never).toEqual([])
    expect(schemaFindings(life.last.composed)).toEqual([])
    expect(life.passes).toMatchSnapshot()
    expect(life.last.composite['status']).toMatchObject({
      conditions: expect.arrayContaining([expect.objectContaining({ type: 'Ready', status: 'True' })]),
    })
  })

  test('gives the same names again', async () => {
    const [example] = examples.filter((one) => one.api === api)
    const claim = chosen(example?.claim as KubeObject, name)
    const names = async () =>
      (await live(renderer, apisOf(cluster), claim, environmentsOf(plan.environments, claim))).last.composed
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort()
    expect(await names()).toEqual(await names())
  })
})

function chosen(claim: KubeObject, composition: string): KubeObject {
  return { ...claim, spec: { ...(claim['spec'] as object), compositionRef: { name: composition } } }
}
